package io.github.joulekeeper.simulator.battery;

/**
 * Where power flows, all in W and none negative. Of {@code charge} and {@code discharge} at most one is above 0.
 *
 * @param solar taken from the panels
 * @param generator taken from the smart generator
 * @param gridThrough taken from the grid and handed on to the AC outlets
 * @param gridCharge taken from the grid for charging, before the charger's loss
 * @param acOutput given by the AC outlets
 * @param usbOutput given by the USB ports
 * @param carOutput given by the car outlet
 * @param charge going into the battery's terminals
 * @param discharge coming out of the battery's terminals
 */
public record PowerFlows(
        double solar,
        double generator,
        double gridThrough,
        double gridCharge,
        double acOutput,
        double usbOutput,
        double carOutput,
        double charge,
        double discharge) {

    /** Nothing flows. */
    public static final PowerFlows NONE = new PowerFlows(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** All that comes in, in W. */
    public double input() {
        return solar + generator + gridThrough + gridCharge;
    }

    /** All that goes out to appliances, in W. */
    public double output() {
        return acOutput + usbOutput + carOutput;
    }
}
