package io.gatelink.local.dynamodb;

import static io.gatelink.local.dynamodb.Tables.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

/** Calls of DynamoDB that fail on purpose, and calls over HTTP. */
class DynamoDbFaultsTest {

    @TempDir
    private Path folder;

    @Test
    void aCallThatIsRefusedHasNoEffectAndOneWhoseAnswerIsLostHas() {
        var faults = new Faults() {
            private String next = "refuse";

            @Override
            public Duration before(ApiCall call) {
                if (call.operation().equals("PutItem") && next.equals("refuse")) {
                    next = "lose";
                    throw new AwsException("InternalServerError", 500, "Injected");
                }
                return Duration.ZERO;
            }

            @Override
            public void after(ApiCall call) {
                if (call.operation().equals("PutItem") && next.equals("lose")) {
                    throw new LostAnswerException(call);
                }
            }
        };
        try (var tables = new Tables(folder, configuration -> configuration.withFaults(faults))) {
            assertThatThrownBy(() -> put(tables, "a")).isInstanceOf(InternalServerErrorException.class);
            assertThatThrownBy(() -> put(tables, "b")).isInstanceOf(SdkClientException.class);

            assertThat(tables.client.scan(r -> r.tableName("orders")).items()).containsExactly(Map.of("id", text("b")));
        }
    }

    @Test
    void theSameIsAnsweredOverHttp() {
        try (var tables = new Tables(folder, configuration -> configuration.withEndpoint(null));
                var http = Apache5HttpClient.create();
                var client = Tables.client(tables.aws, http)) {
            client.putItem(r -> r.tableName("orders").item(Map.of("id", text("a"), "v", text("äöü"))));

            assertThat(client.scan(r -> r.tableName("orders")).items())
                    .containsExactly(Map.of("id", text("a"), "v", text("äöü")));
        }
    }

    private static void put(Tables tables, String id) {
        tables.client.putItem(r -> r.tableName("orders").item(Map.of("id", text(id))));
    }
}
