package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.EveryCallFailsOnceTest.Failure;
import io.gatelink.local.EveryCallFailsOnceTest.OneFault;
import io.gatelink.local.EveryCallFailsOnceTest.Recorder;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@link LeanClients} make no difference to what happens, whichever operation fails in whichever way. */
class LeanClientsTest {

    private static final String EVENT = "nlb-created.json";

    @TestFactory
    Stream<DynamicTest> whicheverOperationFailsTheHistoryIsTheSameAsWithTheSdksOwnClients() throws IOException {
        PreparedStack whole = PreparedStack.of(Simulation.HOME, Map.of());
        var calls = new Recorder();
        String undisturbed = history(Simulation.from(whole, calls));
        List<ApiCall> made = List.copyOf(calls.made);
        var operations = new HashSet<String>();
        int[] firstOfEach = IntStream.range(0, made.size())
                .filter(i ->
                        operations.add(made.get(i).service() + " " + made.get(i).operation()))
                .toArray();
        // All operations of a service are throttled in the same words.
        var services = new HashSet<String>();
        int[] firstOfService = IntStream.of(firstOfEach)
                .filter(i -> services.add(made.get(i).service()))
                .toArray();
        assertThat(operations)
                .contains("apigateway CreateVpcLink", "elasticloadbalancing DescribeTags", "events PutEvents");

        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("none", () -> assertSame(history(lean(Faults.NONE)), undisturbed))),
                Stream.of(Failure.values())
                        .flatMap(failure -> IntStream.of(failure == Failure.THROTTLED ? firstOfService : firstOfEach)
                                .mapToObj(i -> DynamicTest.dynamicTest(
                                        made.get(i).operation() + ", " + failure + ", seed " + Simulation.SEED,
                                        () -> assertSame(
                                                history(lean(new OneFault(i, failure))),
                                                history(Simulation.from(whole, new OneFault(i, failure))))))));
    }

    /** Shows what is around the first difference: histories are long. */
    private static void assertSame(String history, String expected) {
        int at = Arrays.mismatch(history.toCharArray(), expected.toCharArray());
        assertThat(around(at, history)).isEqualTo(around(at, expected));
    }

    private static String around(int index, String text) {
        return index < 0 ? "" : text.substring(Math.max(0, index - 200), Math.min(text.length(), index + 200));
    }

    private static Simulation lean(Faults faults) {
        return Simulation.inMemory(Simulation.SEED, faults, configuration -> configuration);
    }

    private static String history(Simulation simulation) {
        try (simulation) {
            return simulation.publish(EVENT).histories();
        }
    }
}
