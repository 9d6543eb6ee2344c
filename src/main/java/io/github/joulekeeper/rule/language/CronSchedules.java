package io.github.joulekeeper.rule.language;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks schedules in the notation of UNIX cron: minute, hour, day of month, month, weekday. */
final class CronSchedules {
    /** How long a schedule may stay true from each firing. */
    static final long LONGEST_MILLIS = 7L * 86_400_000;

    private static final int LONGEST = 200;
    private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Za-z*/,\\- \\t]*");
    // cron-utils takes "/4" and "1,,2" for sound, and means by them what nobody can know.
    private static final Pattern GAP = Pattern.compile("(?:^|[\\s,/-])(?=[\\s,/-]|$)");

    /** Any instant does: the next 29 February is never more than 8 years away, and patterns repeat. */
    private static final ZonedDateTime START = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private CronSchedules() {}

    /** What is wrong with a schedule, if anything. */
    static Optional<String> problem(String schedule) {
        String stripped = schedule.strip();
        if (stripped.length() > LONGEST || !CHARACTERS.matcher(stripped).matches()) {
            return Optional.of(message(stripped, "it may hold numbers, names of days and months, and * / , -"));
        }
        int fields = stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
        if (fields != 5) {
            return Optional.of(message(stripped, "it has %d fields".formatted(fields)));
        }
        if (GAP.matcher(stripped.replaceAll("\\s+", " ")).find()) {
            return Optional.of(message(stripped, "a number is missing before or after one of / , -"));
        }
        Cron cron;
        try {
            cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(stripped.toUpperCase(Locale.ROOT))
                    .validate();
        } catch (IllegalArgumentException e) {
            return Optional.of(message(stripped, reason(e)));
        }
        return fires(cron, stripped.toLowerCase(Locale.ROOT).split("\\s+"))
                ? Optional.empty()
                : Optional.of("the schedule '%s' never fires: there is no such day".formatted(stripped));
    }

    /** Without weekdays, it fires if one of its months has one of its days; only else it is worth a search. */
    private static boolean fires(Cron cron, String[] fields) {
        BitSet days = values(fields[2], 31, List.of());
        BitSet months = values(fields[3], 12, List.copyOf(Labels.MONTHS.values()));
        boolean exists = months.stream()
                .anyMatch(month -> days.nextSetBit(1) > 0
                        && days.nextSetBit(1) <= Month.of(month).maxLength());
        if (exists || fields[4].equals("*")) {
            return exists;
        }
        try {
            return ExecutionTime.forCron(cron).nextExecution(START).isPresent();
        } catch (IllegalArgumentException | ArithmeticException e) {
            // What cron-utils throws for some days that no month has.
            return false;
        }
    }

    /** The numbers of a field that is known to be sound. */
    private static BitSet values(String field, int most, List<String> names) {
        BitSet values = new BitSet();
        for (String item : field.split(",")) {
            String[] range = item.split("/")[0].split("-");
            boolean all = range[0].equals("*");
            int low = all ? 1 : number(range[0], names);
            boolean open = all || (range.length == 1 && item.contains("/"));
            int high = open ? most : number(range[range.length - 1], names);
            int step = item.contains("/") ? Math.max(1, number(item.split("/")[1], names)) : 1;
            for (int value = low; value <= high; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String word, List<String> names) {
        int named = names.indexOf(word);
        return named >= 0 ? named + 1 : Integer.parseInt(word);
    }

    private static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(deepest.getMessage());
        return message.isEmpty()
                ? "it cannot be read"
                : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String message(String schedule, String reason) {
        return "'%s' is not a schedule: %s. Write minute, hour, day, month and weekday, such as \"30 23 * * mon-fri\""
                .formatted(schedule, reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason);
    }
}
