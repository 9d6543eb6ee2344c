package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.RuleEditException;
import io.github.joulekeeper.rule.file.RuleEditor;
import io.github.joulekeeper.web.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.nio.file.Path;
import java.util.List;

/** Why a rule was not written, as a problem with the places of the mistakes. */
final class RuleProblems {
    private RuleProblems() {}

    static WebApplicationException of(RuleEditException refused) {
        int status = switch (refused.kind()) {
            case NOT_FOUND -> 404;
            case CHANGED -> 412;
            case INVALID -> 422;
            case CONFLICT -> 409;
            case NOT_WRITABLE -> 403;
        };
        String title = switch (refused.kind()) {
            case NOT_FOUND -> "Not Found";
            case CHANGED -> "Precondition Failed";
            case INVALID -> "Unprocessable Content";
            case CONFLICT -> "Conflict";
            case NOT_WRITABLE -> "Forbidden";
        };
        List<Problem.Place> places = places(refused.issues());
        String first = refused.issues().stream()
                .filter(issue -> issue.severity() == RuleIssue.Severity.ERROR)
                .findFirst()
                .map(issue -> ": " + place(issue) + issue.message())
                .orElse("");
        return Problem.of(status, title, refused.getMessage() + first, places);
    }

    private static String place(RuleIssue issue) {
        String file = issue.file().equals(RuleEditor.SUBMITTED) ? "" : name(issue.file()) + ", ";
        return "%sline %d, column %d: ".formatted(file, issue.line(), issue.column());
    }

    static List<Problem.Place> places(List<RuleIssue> issues) {
        return issues.stream()
                .map(issue ->
                        Problem.Place.of(issue, issue.file().equals(RuleEditor.SUBMITTED) ? null : name(issue.file())))
                .toList();
    }

    /** The file without its directory. */
    static String name(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? file : name.toString();
    }
}
