import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the command line asks for. */
record Options(
        boolean smoke, int rounds, int seconds, Optional<Integer> warmUpOfAll, List<String> subjects, List<String> cases, Path data, String jvm) {
    static final String HELP = """
            bench/run [--rounds 3] [--seconds 4] [--warm-up SECONDS] [--only echo,node-red,joulekeeper]
                      [--cases 100x0,100x9,1000x9,1x0,start,start-aot]
                      [--data DIRECTORY] [--jvm "OPTIONS"]
            bench/run --smoke
              --cases  stations x mpttStatus reports before each pdStatus report; start measures starts, and start-aot
                       those with the cache that deployment/make-aot-cache makes
              --warm-up  before each measurement; else 1 s for echo, 5 s for Node-RED, and 18 s for Joulekeeper, whose optimizing
                       compiler takes so long
              --data   where the ledger lies, such as a directory in memory
              --jvm    more options for the JVM of the service, such as a profiler's
            """;

    static Options of(String[] arguments) {
        boolean smoke = false;
        int rounds = 3;
        int seconds = 4;
        Optional<Integer> warmUp = Optional.empty();
        List<String> subjects = List.of("echo", "node-red", "joulekeeper");
        List<String> cases = List.of("100x0", "100x9", "1000x9", "1x0", "start", "start-aot");
        Path data = Path.of("target/bench/run").toAbsolutePath();
        String jvm = "";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--smoke" -> smoke = true;
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
                case "--warm-up" -> warmUp = Optional.of(Integer.valueOf(arguments[++i]));
                case "--only" -> subjects = List.of(arguments[++i].split(","));
                case "--cases" -> cases = List.of(arguments[++i].split(","));
                case "--data" -> data = Path.of(arguments[++i]).toAbsolutePath();
                case "--jvm" -> jvm = arguments[++i];
                default -> {
                    System.out.print(HELP);
                    System.exit(arguments[i].equals("--help") ? 0 : 2);
                }
            }
        }
        return new Options(smoke, rounds, seconds, warmUp, subjects, cases, data, jvm);
    }

    /** How long a subject is loaded before it is measured, in seconds; more does not make it faster. */
    int warmUp(String subject) {
        return warmUpOfAll.orElse(
                switch (subject) {
                    case "echo" -> 1;
                    case "node-red" -> 5;
                    default -> 18;
                });
    }

    /** These, and more options for the JVM of the service, which those that were asked for win over. */
    Options withJvm(String more) {
        return new Options(smoke, rounds, seconds, warmUpOfAll, subjects, cases, data, (more + " " + jvm).strip());
    }
}
