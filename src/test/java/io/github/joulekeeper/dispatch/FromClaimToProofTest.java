package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The language page's way from a claim to its proof, a test for each sentence in its order. Where rules matter, they come
 * from a file and pass the engine.
 */
class FromClaimToProofTest {
    private static final String WATTS = "ac-charging.watts";
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final String LIMITED = """
            rules:
              - {id: greedy, when: soc < 20%, set: {ac-charging.watts: 1000}, priority: 100}
            limits:
              - {setting: ac-charging.watts, at-most: 800}
            """;

    private final Bench bench = new Bench();
    private final Engine engine = new Engine(EngineSettings.in(ZoneOffset.UTC), bench.state, new ModelBinder());

    private void file(String yaml) {
        RuleFiles.Loaded loaded = RuleFiles.check("rules.yaml", yaml.getBytes(StandardCharsets.UTF_8), CATALOG, true);
        assertThat(loaded.hasErrors()).as(loaded.issues().toString()).isFalse();
        bench.take(bench.dispatcher.setLimits(loaded.rules().limits(), bench.now));
        decided(engine.load(loaded.rules(), bench.now));
    }

    private void decided(List<Decision> decisions) {
        bench.take(bench.dispatcher.decided(decisions, bench.now));
    }

    private void reads(String quota, double value) {
        Report report = new Report(
                Bench.SERIAL,
                Report.Source.PUSHED,
                bench.now,
                new int[] {Bench.DELTA_2.indexOf(quota)},
                new double[] {value},
                Map.of());
        bench.state.device(Bench.SERIAL).orElseThrow().apply(report);
        decided(engine.reported(Bench.SERIAL, report, bench.now));
        bench.take(bench.dispatcher.reported(report, bench.now));
    }

    private Effect.Send sent() {
        bench.want(WATTS, 400);
        return bench.left();
    }

    private static Map<String, Double> setPoints(Effect.Send send) {
        return send.command().payload().setPoints();
    }

    private static Map<String, Object> params(Effect.Send send) {
        return send.command().payload().params();
    }

    private void blockedByTheLimit(double watts) {
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.lastEnd().detail())
                .contains("ac-charging.watts = %.0f W breaks the limit at rules.yaml:4:".formatted(watts));
    }

    // The opening of the page.

    @Test
    @DisplayName("A set point is brought to the device until it is proven; nothing is sent and forgotten")
    void aSetPointIsBroughtToTheDeviceUntilItIsProven() {
        file("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        reads("soc", 15);
        Effect.Send first = bench.left();
        bench.failed(first, false);
        bench.seconds(1);
        Effect.Send second = bench.left();
        bench.accepted(second);
        bench.seconds(34);
        Effect.Send third = bench.left();
        bench.done(third);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.entries(LedgerEntry.CommandOpened.class)).hasSize(1);
    }

    @Test
    @DisplayName("Limits: no rule overrules one, whatever its priority")
    void noRuleOverrulesALimit() {
        file(LIMITED);
        reads("soc", 15);
        blockedByTheLimit(1000);
    }

    @Test
    @DisplayName("Limits: nobody overrules one by the page or the API")
    void noPersonOverrulesALimit() {
        file(LIMITED);
        decided(engine.claimManually(Bench.SERIAL, WATTS, 900, Optional.empty(), "anna", bench.now));
        blockedByTheLimit(900);
        decided(engine.claimManually(Bench.SERIAL, WATTS, 800, Optional.empty(), "anna", bench.now));
        assertThat(setPoints(bench.left())).isEqualTo(Map.of(WATTS, 800.0));
    }

    @Test
    @DisplayName("Limits: a scenario of a limit against a rule, until the limit is lifted")
    void aLimitAgainstARuleUntilItIsLifted() {
        file(LIMITED);
        bench.shows(WATTS, 600);
        reads("soc", 15);
        for (int minute = 0; minute < 60; minute++) {
            bench.pass(Duration.ofMinutes(1));
            bench.shows(WATTS, 600);
            reads("soc", 15);
        }
        blockedByTheLimit(1000);
        assertThat(bench.entries(LedgerEntry.CommandEnded.class))
                .as("told once")
                .hasSize(1);
        file(LIMITED.replace("at-most: 800", "at-most: 1000"));
        Effect.Send send = bench.left();
        assertThat(setPoints(send)).isEqualTo(Map.of(WATTS, 1000.0));
        bench.done(send);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        bench.seconds(20);
        file(LIMITED);
        bench.shows(WATTS, 1000);
        bench.pass(Duration.ofMinutes(4));
        bench.nothingLeft();
    }

    // 1

    @Test
    @DisplayName("1. The claim that wins is the set point")
    void theWinningClaimIsTheSetPoint() {
        file("""
                rules:
                  - {id: usual, when: soc < 30%, set: {ac-charging.watts: 400}, priority: 50}
                  - {id: urgent, when: soc < 20%, set: {ac-charging.watts: 1000}, priority: 60}
                """);
        reads("soc", 15);
        Effect.Send urgent = bench.left();
        assertThat(setPoints(urgent)).isEqualTo(Map.of(WATTS, 1000.0));
        assertThat(urgent.command().origins()).containsExactly("urgent");
        bench.done(urgent);
        bench.seconds(20);
        reads("soc", 25);
        Effect.Send usual = bench.left();
        assertThat(setPoints(usual)).isEqualTo(Map.of(WATTS, 400.0));
        assertThat(usual.command().origins()).containsExactly("usual");
    }

    @Test
    @DisplayName("1. Settings that one command carries leave together")
    void settingsOfOneCommandGoOutTogether() {
        file("rules: [{id: r, when: soc < 20%, set: {ac-output.enabled: true, ac-output.frequency: 50 Hz}}]");
        reads("soc", 15);
        Effect.Send send = bench.left();
        assertThat(setPoints(send)).isEqualTo(Map.of("ac-output.enabled", 1.0, "ac-output.frequency", 50.0));
        bench.done(send);
        bench.pass(Duration.ofMinutes(4));
        bench.nothingLeft();
    }

    @Test
    @DisplayName("1. Fields that nobody claims go out with the vendor's keep value")
    void unclaimedFieldsKeepTheirValueByTheVendorsKeepValue() {
        bench.want("ac-output.enabled", 1);
        assertThat(params(bench.left()))
                .isEqualTo(Map.of("enabled", 1L, "xboost", 255L, "out_voltage", -1L, "out_freq", 255L));
    }

    @Test
    @DisplayName("1. Fields without a keep value go out as they were last read")
    void unclaimedFieldsWithoutAKeepValueGoOutAsLastRead() {
        bench.shows(WATTS, 700);
        bench.want("ac-charging.paused", 1);
        assertThat(params(bench.left())).isEqualTo(Map.of("chgWatts", 700L, "chgPauseFlag", 1L));
    }

    @Test
    @DisplayName("1. Fields that were never read are never guessed")
    void unclaimedFieldsAreNeverGuessed() {
        bench.want("ac-charging.paused", 1);
        bench.nothingLeft();
        assertThat(bench.lastEnd().detail()).contains(WATTS).contains("never read");
    }

    // 2

    @Test
    @DisplayName("2. What the device shows already is not sent")
    void whatTheDeviceShowsIsNotSent() {
        bench.shows(WATTS, 400);
        bench.want(WATTS, 400);
        bench.pass(Duration.ofMinutes(4));
        bench.nothingLeft();
        bench.want(WATTS, 500);
        bench.left();
    }

    /** Sends one value and then another one; returns after how many tenths of a second the other one left. */
    private static int tenthsBetween(Bench bench) {
        bench.want(WATTS, 400);
        bench.done(bench.left());
        int tenths = 3;
        bench.want(WATTS, 500);
        while (bench.sends.isEmpty()) {
            bench.seconds(0.1);
            tenths++;
        }
        return tenths;
    }

    @Test
    @DisplayName("2. The same setting is not sent again within ten seconds")
    void theSameSettingWaitsForTheInterval() {
        assertThat(tenthsBetween(bench)).isEqualTo(100);
    }

    @Test
    @DisplayName("2. The interval is configurable, and a followed value's `every` is one of its own")
    void theIntervalIsConfigurable() {
        DispatchPolicy policy = DispatchPolicy.DEFAULT.withMinInterval(Duration.ofSeconds(25));
        assertThat(tenthsBetween(new Bench(policy, Bench.DELTA_2))).isEqualTo(250);
        assertThat(tenthsBetween(new Bench().every(Duration.ofSeconds(30)))).isEqualTo(300);
    }

    @Test
    @DisplayName("2. Of several set points only the newest one waits")
    void onlyTheNewestSetPointWaits() {
        bench.want(WATTS, 400);
        bench.done(bench.left());
        bench.want(WATTS, 500);
        bench.want(WATTS, 600);
        bench.want(WATTS, 700);
        bench.seconds(10);
        Effect.Send newest = bench.left();
        assertThat(setPoints(newest)).isEqualTo(Map.of(WATTS, 700.0));
        bench.done(newest);
        bench.pass(Duration.ofMinutes(4));
        bench.nothingLeft();
    }

    // 3

    @Test
    @DisplayName("3. Limits are checked at the gate that every command passes: also for fields that only go along")
    void limitsHoldForFieldsThatGoAlong() {
        file(LIMITED);
        bench.shows(WATTS, 900);
        bench.want("ac-charging.paused", 1);
        blockedByTheLimit(900);
    }

    @Test
    @DisplayName("3. Limits are checked at the gate that every command passes: also for raw payloads")
    void limitsHoldForRawPayloads() {
        file(LIMITED);
        bench.dispatcher.setRawAllowed(true);
        RawCommand raw = new RawCommand(Map.of(
                "moduleType", 5, "operateType", "acChgCfg", "params", Map.of("chgWatts", 900, "chgPauseFlag", 255)));
        bench.decide(new Decision.SetPointChanged(new SetPoint(
                Bench.SERIAL,
                raw.setting(),
                RawCommand.SENT,
                "raw",
                "soc < 20%",
                bench.now,
                false,
                Optional.empty(),
                false)));
        blockedByTheLimit(900);
    }

    @Test
    @DisplayName("3. Limits are checked last: one that comes while a command waits for its next try stops it")
    void limitsAreCheckedAtEachTry() {
        bench.want(WATTS, 1000);
        Effect.Send send = bench.left();
        bench.failed(send, false);
        file(LIMITED);
        bench.pass(Duration.ofMinutes(2));
        bench.nothingLeft();
        assertThat(bench.outcome(send)).isEqualTo(Outcome.BLOCKED);
    }

    @Test
    @DisplayName("3. In observe nothing is sent, and the ledger shows what would have been")
    void inObserveNothingIsSentAndTheLedgerShowsWhatWouldHaveBeen() {
        bench.take(bench.dispatcher.setMode(Mode.OBSERVE, bench.now));
        file("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        reads("soc", 15);
        bench.pass(Duration.ofHours(5));
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.OBSERVED);
        assertThat(bench.entries(LedgerEntry.CommandOpened.class))
                .singleElement()
                .satisfies(opened -> {
                    assertThat(opened.origins()).containsExactly("low");
                    assertThat(opened.params()).isEqualTo(Map.of("chgWatts", 400L, "chgPauseFlag", 255L));
                    assertThat(opened.values()).isEqualTo(Map.of(WATTS, 400.0));
                });
    }

    // 4

    @Test
    @DisplayName("4. The ledger holds a command before it leaves")
    void theLedgerHoldsACommandBeforeItLeaves() {
        List<Effect> effects = bench.dispatcher.decided(List.of(bench.setPoint(Bench.SERIAL, WATTS, 400)), bench.now);
        List<String> order = new ArrayList<>();
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Record(LedgerEntry.CommandOpened opened) -> order.add("opened");
                case Effect.Record(LedgerEntry.CommandStep step) ->
                    order.add(step.step().toString());
                case Effect.Send send -> order.add("leaves");
                default -> {}
            }
        }
        assertThat(order).containsExactly("opened", "SENT", "leaves");
    }

    @Test
    @DisplayName("4. Accepted: the transport says that it went well")
    void acceptedIsWhatTheTransportSays() {
        Effect.Send send = sent();
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT);
        bench.accepted(send);
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT, Step.ACCEPTED);
        assertThat(bench.underWay(send)).isTrue();
    }

    @Test
    @DisplayName("4. Acknowledged: a reply with the same id that says it was done")
    void acknowledgedIsAReplyWithTheSameId() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.take(bench.dispatcher.replied(new Reply(Bench.SERIAL, send.messageId() + 1, true, "0", ""), bench.now));
        assertThat(bench.steps(send.command().id())).doesNotContain(Step.ACKNOWLEDGED);
        bench.acknowledged(send);
        assertThat(bench.steps(send.command().id())).endsWith(Step.ACKNOWLEDGED);
        assertThat(bench.underWay(send)).isTrue();
    }

    @Test
    @DisplayName("4. Confirmed: the values read back are those that were set")
    void confirmedIsWhatTheQuotasShow() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        Effect.Send send = sent();
        bench.accepted(send);
        bench.acknowledged(send);
        bench.seconds(1);
        bench.shows(WATTS, 200);
        assertThat(bench.underWay(send)).isTrue();
        bench.seconds(1);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    @DisplayName("4. Values that no report brings are asked for")
    void valuesThatNoReportBringsAreAskedFor() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.seconds(3);
        assertThat(bench.readBacks)
                .containsExactly(new Effect.ReadBack(Bench.SERIAL, List.of("mppt.cfgChgWatts"), Way.HTTP));
        bench.shows(Bench.SERIAL, WATTS, 400, Report.Source.GET_REPLY);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    @DisplayName("4. Values that a report brings in time are not asked for")
    void valuesThatAReportBringsAreNotAskedFor() {
        bench.done(sent());
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.readBacks).isEmpty();
    }

    // 5

    @Test
    @DisplayName("5. Ends: confirmed")
    void aCommandMayEndConfirmed() {
        Effect.Send send = sent();
        bench.done(send);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    @DisplayName("5. Ends: acknowledged, where there is nothing to read back")
    void aCommandMayEndAcknowledged() {
        Bench blind = new Bench(DispatchPolicy.DEFAULT, new CatalogLoader().read("test.yaml", """
                id: test
                name: TEST
                serial-prefixes: [T]
                quotas: {pd.soc: {unit: '%', description: 'x'}}
                settings:
                  beeper.silent: {kind: switch, description: 'x'}
                commands:
                  quietMode:
                    description: 'x'
                    envelope: {moduleType: 5, operateType: quietMode}
                    params:
                      enabled: {setting: beeper.silent}
                """));
        blind.want("beeper.silent", 1);
        Effect.Send send = blind.left();
        blind.accepted(send);
        blind.acknowledged(send);
        assertThat(blind.outcome(send)).isEqualTo(Outcome.ACKNOWLEDGED);
    }

    @Test
    @DisplayName("5. Ends: refused by the cloud's code, with the vendor's message")
    void aCommandMayEndRefusedByTheCloud() {
        Effect.Send send = sent();
        bench.refused(send, "1008", false);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.REFUSED);
        assertThat(bench.lastEnd().detail()).isEqualTo("code 1008: no 1008");
    }

    @Test
    @DisplayName("5. Ends: refused by the device's ack, with the vendor's message")
    void aCommandMayEndRefusedByTheDevice() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.replied(send, false);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.REFUSED);
        assertThat(bench.lastEnd().detail()).contains("ack 1").contains("not applied");
    }

    @Test
    @DisplayName("5. Ends: unconfirmed, once the retries are used up")
    void aCommandMayEndUnconfirmed() {
        Effect.Send send = sent();
        int tries = 1;
        while (bench.underWay(send)) {
            bench.accepted(send);
            bench.seconds(40);
            if (!bench.sends.isEmpty()) {
                send = bench.left();
                tries++;
            }
        }
        assertThat(tries).isEqualTo(DispatchPolicy.DEFAULT.confirmTries());
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
    }

    /** The waits between the tries of a command that never arrives, while another station is well. */
    private List<Duration> waitsOfACommandThatNeverArrives() {
        Effect.Send dead = sent();
        List<Duration> waits = new ArrayList<>();
        while (bench.underWay(dead)) {
            bench.failed(dead, false);
            Instant failed = bench.now;
            for (boolean left = false; bench.underWay(dead) && !left; left = leftFor(Bench.SERIAL)) {
                bench.decide(bench.setPoint(Bench.OTHER, WATTS, waits.size() % 2 == 0 ? 300 : 500));
                while (leftFor(Bench.OTHER)) {
                    bench.done(bench.sends.remove());
                }
                bench.seconds(0.25);
            }
            if (bench.underWay(dead)) {
                waits.add(Duration.between(failed, bench.now));
                dead = bench.sends.removeFirst();
            }
        }
        assertThat(bench.outcome(dead)).isEqualTo(Outcome.FAILED);
        return waits;
    }

    private boolean leftFor(String serial) {
        Effect.Send first = bench.sends.peekFirst();
        return first != null && first.command().serial().equals(serial);
    }

    @Test
    @DisplayName("5. Ends: failed, if it was never delivered")
    void aCommandMayEndFailed() {
        waitsOfACommandThatNeverArrives();
        assertThat(bench.entries(LedgerEntry.CommandStep.class).stream()
                        .filter(step -> step.commandId() == 1)
                        .map(LedgerEntry.CommandStep::step))
                .contains(Step.FAILED)
                .doesNotContain(Step.ACCEPTED);
    }

    @Test
    @DisplayName("5. Ends: superseded by a newer set point")
    void aCommandMayEndSuperseded() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.want(WATTS, 500);
        bench.seconds(10);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.SUPERSEDED);
        assertThat(setPoints(bench.left())).isEqualTo(Map.of(WATTS, 500.0));
    }

    @Test
    @DisplayName("5. Ends: blocked by a limit")
    void aCommandMayEndBlocked() {
        file(LIMITED);
        bench.want(WATTS, 900);
        blockedByTheLimit(900);
    }

    @Test
    @DisplayName("5. Ends: observed, by the mode")
    void aCommandMayEndObserved() {
        bench.take(bench.dispatcher.setMode(Mode.OBSERVE, bench.now));
        bench.want(WATTS, 400);
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.OBSERVED);
    }

    @Test
    @DisplayName("5. Retries back off from one second to sixty")
    void retriesBackOffFromOneSecondToSixty() {
        List<Duration> waits = waitsOfACommandThatNeverArrives();
        assertThat(waits.getFirst()).isLessThan(Duration.ofSeconds(2));
        assertThat(waits.getLast()).isGreaterThan(Duration.ofSeconds(30));
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(62)));
        for (int i = 1; i < 6; i++) {
            assertThat(waits.get(i)).isGreaterThan(waits.get(i - 1));
        }
    }

    @Test
    @DisplayName("5. One cool-down is shared by all devices of the account")
    void oneCoolDownIsSharedByTheAccount() {
        bench.failed(sent(), true);
        bench.decide(bench.setPoint(Bench.OTHER, WATTS, 300));
        bench.seconds(4.9);
        bench.nothingLeft();
        bench.seconds(0.2);
        bench.accepted(bench.left());
        bench.seconds(1);
        assertThat(bench.sends).as("the other device's command").isNotEmpty();
    }

    @Test
    @DisplayName("5. A refusal is not tried again")
    void aRefusalIsNotTriedAgain() {
        bench.refused(sent(), "1008", false);
        bench.pass(Duration.ofMinutes(14));
        bench.nothingLeft();
    }

    @Test
    @DisplayName("5. A refusal by a code that is known to pass is tried again")
    void aRefusalThatPassesIsTriedAgain() {
        Effect.Send first = sent();
        bench.refused(first, "8521", true);
        assertThat(bench.underWay(first)).isTrue();
        bench.seconds(1);
        Effect.Send second = bench.left();
        bench.done(second);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.CONFIRMED);
    }

    // 6

    private void claimedAndChangedByHand(String enforce) {
        file("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}" + enforce + "}]");
        reads("soc", 15);
        bench.done(bench.left());
        bench.seconds(20);
        bench.shows(WATTS, 700);
    }

    @Test
    @DisplayName("6. A value that changes without a command of ours is an external change in the ledger")
    void aChangeWithoutACommandOfOursIsAnExternalChange() {
        claimedAndChangedByHand("");
        assertThat(bench.entries(LedgerEntry.ExternalChange.class))
                .containsExactly(new LedgerEntry.ExternalChange(Bench.SERIAL, WATTS, "400 W", "700 W", bench.now));
        bench.pass(Duration.ofMinutes(30));
        bench.nothingLeft();
    }

    @Test
    @DisplayName("6. With enforce it is set again")
    void withEnforceItIsSetAgain() {
        claimedAndChangedByHand(", enforce: true");
        assertThat(bench.entries(LedgerEntry.ExternalChange.class)).hasSize(1);
        assertThat(setPoints(bench.left())).isEqualTo(Map.of(WATTS, 400.0));
    }
}
