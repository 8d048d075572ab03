package io.gatelink.local.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Account;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class StsWireTest {

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Identities identities = new Identities(
            account,
            key -> key.equals("ASIALOCAL000DEPLOY")
                    ? Optional.of(new Stack.Function(
                            "Deploy",
                            "gatelink-Deploy",
                            "arn",
                            Optional.empty(),
                            "a.B",
                            Map.of(),
                            Duration.ofSeconds(3),
                            128,
                            "arn:aws:iam::123456789012:role/gatelink-DeployRole",
                            List.of()))
                    : Optional.empty());
    private final WireHttpClient http = new WireHttpClient(loop, new StsWire(account, identities));

    @Test
    void anyAccessKeyIsTheAccountsUser() {
        var caller = http.client(StsClient.builder(), "test").getCallerIdentity();

        assertThat(caller.account()).isEqualTo("123456789012");
        assertThat(caller.arn()).isEqualTo("arn:aws:iam::123456789012:user/local");
        assertThat(caller.userId()).isEqualTo("AIDALOCALUSER00000000");
    }

    @Test
    void aFunctionsAccessKeyIsTheFunctionsRole() {
        var caller = http.client(StsClient.builder(), "ASIALOCAL000DEPLOY").getCallerIdentity();

        assertThat(caller.arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/gatelink-DeployRole/gatelink-Deploy");
    }

    @Test
    void otherOperationsAreNotImplementedAndSaySo() {
        assertThatThrownBy(() -> http.client(StsClient.builder(), "test").getSessionToken())
                .isInstanceOfSatisfying(StsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(501);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .startsWith("The local AWS does not support STS GetSessionToken.");
                });
    }
}
