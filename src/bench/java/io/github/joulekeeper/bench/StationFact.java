package io.github.joulekeeper.bench;

/** A station as Drools sees it. */
public class StationFact {
    private double soc = 50;
    private double outputWatts = 50;
    private double other = 50;

    public double getSoc() {
        return soc;
    }

    public void setSoc(double soc) {
        this.soc = soc;
    }

    public double getOutputWatts() {
        return outputWatts;
    }

    public double getOther0() {
        return other;
    }

    public double getOther1() {
        return other;
    }

    public double getOther2() {
        return other;
    }

    public double getOther3() {
        return other;
    }
}
