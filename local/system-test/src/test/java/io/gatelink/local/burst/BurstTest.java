package io.gatelink.local.burst;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Many load balancers at once, under AWS's quotas; {@code local/burst} does the same with a thousand. */
@Execution(ExecutionMode.CONCURRENT)
class BurstTest {

    private static final Path HOME = Path.of(System.getProperty("gatelink.home", "../.."))
            .toAbsolutePath()
            .normalize();

    @Test
    void aHundredLoadBalancersAtOnceArePublishedAtThePaceThatApiGatewayAllows() throws IOException {
        assertThat(BurstReport.of(HOME, new Burst(100, 1, 0, 20, "V1")).problems())
                .isEmpty();
    }

    @Test
    void thoseOfOneVpcShareALink() throws IOException {
        assertThat(BurstReport.of(HOME, new Burst(24, 1, 25, 20, "V2")).problems())
                .isEmpty();
    }

    @Test
    void thoseWithAnIllBackendAreRolledBackAtThePaceAtWhichApisCanBeDeleted() throws IOException {
        assertThat(BurstReport.of(HOME, new Burst(24, 1, 25, 20, "V1")).problems())
                .isEmpty();
    }

    @Test
    void withFewerCallsLeftThanThePaceIsMadeForTheReportNamesWhatDoesNotHold() throws IOException {
        assertThat(BurstReport.of(HOME, new Burst(24, 1, 0, 60, "V1")).problems())
                .anySatisfy(
                        problem -> assertThat(problem)
                                .matches(
                                        "apigateway CreateDeployment takes [0-9.]+ attempts a call, which is more than 1\\.2\\."));
    }
}
