package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.StsClient;

/** STS through AWS's own client. */
class StsConformanceTest {

    @Test
    void callersLearnWhoTheyAreAndNothingElse() {
        try (var local = new LocalAwsOverHttp()) {
            StsClient sts = local.client(StsClient.builder());

            var identity = sts.getCallerIdentity();
            assertThat(identity.account()).isEqualTo("123456789012");
            assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/local");
            assertThat(error(() -> sts.getSessionToken()))
                    .isEqualTo("501 NotImplemented: The local AWS does not support "
                            + "STS GetSessionToken. docs/supported-operations.md lists what it does.");
        }
    }
}
