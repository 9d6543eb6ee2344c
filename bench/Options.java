import java.nio.file.Path;
import java.util.List;

/** What the command line asks for. */
record Options(
        boolean smoke, int rounds, int seconds, int warmUp, List<String> subjects, List<String> cases, Path data, String jvm) {
    static final String HELP = """
            bench/run [--rounds 3] [--seconds 5] [--warm-up 6] [--only echo,node-red,joulekeeper]
                      [--cases 100x0,100x9,1000x9,1x0,start,start-aot]
                      [--data DIRECTORY] [--jvm "OPTIONS"]
            bench/run --smoke
              --cases  stations x mpttStatus reports before each pdStatus report; start measures starts, and start-aot
                       those with the cache that deployment/make-aot-cache makes
              --data   where the ledger lies, such as a directory in memory
              --jvm    more options for the JVM of the service, such as a profiler's
            """;

    static Options of(String[] arguments) {
        boolean smoke = false;
        int rounds = 3;
        int seconds = 5;
        int warmUp = 6;
        List<String> subjects = List.of("echo", "node-red", "joulekeeper");
        List<String> cases = List.of("100x0", "100x9", "1000x9", "1x0", "start", "start-aot");
        Path data = Path.of("target/bench/run").toAbsolutePath();
        String jvm = "";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--smoke" -> smoke = true;
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
                case "--warm-up" -> warmUp = Integer.parseInt(arguments[++i]);
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

    /** These, and more options for the JVM of the service. */
    Options withJvm(String more) {
        return new Options(smoke, rounds, seconds, warmUp, subjects, cases, data, (jvm + " " + more).strip());
    }
}
