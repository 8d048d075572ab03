package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.cli.OperatorScene.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatelink call}, which signs, or sends the key, as each API asks for it. */
class CallCommandTest {

    private static OperatorScene scene;

    @BeforeAll
    static void publish() {
        scene = new OperatorScene("AllowWeakerAuthorization", "true");
        scene.create("orders", "gatelink:publish", "true");
        scene.create("keys", "gatelink:publish", "true", "gatelink:authorization", "API_KEY");
        scene.create("broken");
        assertThat(scene.gatelink("publish", "orders").exitCode()).isZero();
        assertThat(scene.gatelink("publish", "keys").exitCode()).isZero();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void theAnswerIsPrintedWithItsTimeHeadersAndTheCommandThatCallsIt() {
        Ended ended = scene.gatelink("call", "orders", "/items?limit=1");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .matches("(?s)GET http://127\\.0\\.0\\.1:\\d+/_aws/execute-api/\\w+/live/items\\?limit=1\n"
                        + "200 \\w* ?in \\d+ ms\n.*content-type: application/json\n.*\n\n\\{.*}\n\n"
                        + "Call it: curl --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test "
                        + "'http://127\\.0\\.0\\.1:\\d+/_aws/execute-api/\\w+/live/items\\?limit=1'\n")
                .contains("\"path\":\"/items\"", "\"query\":\"limit=1\"");
    }

    @Test
    void aBodyMakesItAPost() {
        assertThat(scene.gatelink("call", "orders", "-d", "{\"sku\": 5}").out())
                .startsWith("POST http://")
                .contains("\"method\":\"POST\"")
                .endsWith("/live/' -H 'Content-Type: application/json' --data-binary '{\"sku\": 5}'\n");
    }

    @Test
    void theCommandThatCallsItSendsTheSameRequestButForATokenThatMustNotBeShown() {
        assertThat(scene.gatelink(
                                "call",
                                "orders",
                                "-X",
                                "put",
                                "-d",
                                "it's",
                                "-H",
                                "Accept: text/plain",
                                "-H",
                                "authorization: secret",
                                "-H",
                                "Cookie: session=secret")
                        .out())
                .endsWith("/live/' -X PUT -H 'Accept: text/plain' -H 'Cookie: <value>' -H 'Content-Type: text/plain; "
                        + "charset=utf-8' "
                        + "--data-binary 'it'\\''s'\n");
        assertThat(scene.gatelink("call", "orders", "-X", "HEAD").out()).endsWith("/live/' --head\n");
    }

    @Test
    void anApiWithAKeyIsCalledWithIt() {
        Ended ended = scene.gatelink("call", "keys");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .contains("Hello from behind the load balancer")
                .containsPattern("Call it: export AWS_ENDPOINT_URL=http://127.0.0.1:\\d+ AWS_DEFAULT_REGION=us-east-1 "
                        + "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test; curl -H \"x-api-key: \\$\\(aws "
                        + "apigateway "
                        + "get-api-key --api-key \\w+ --include-value --query value --output text\\)\" 'http://");
    }

    @Test
    void theBodyCanBeKeptInAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("answer.json");
        scene.gatelink("call", "orders", "--output", file.toString());

        assertThat(Files.readString(file)).startsWith("{\"message\":\"Hello from behind the load balancer\"");
    }

    @Test
    void whatIsNotPublishedCannotBeCalled() {
        assertThat(scene.gatelink("call", "broken").err())
                .isEqualTo("gatelink: NAME is 'broken', which is not in the table gatelink-publications: it has "
                        + "keys, orders. "
                        + "To publish it: gatelink publish broken.\n");
    }

    @Test
    void wrongInputGetsOneLineThatSaysWhatToDo() {
        assertThat(scene.gatelink("call", "orders", "/a b").err())
                .isEqualTo(
                        "gatelink: PATH is '/a b', but must be a path and maybe a query, percent-encoded where needed, "
                                + "such as /items?limit=10.\n");
        assertThat(scene.gatelink("call", "orders", "-X", "BREW").err())
                .isEqualTo("gatelink: -X is 'BREW', but must be GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.\n");
        assertThat(scene.gatelink("call", "orders", "-H", "Accept").err())
                .isEqualTo("gatelink: -H is 'Accept', but must be a header's name and value, such as -H 'Accept: "
                        + "text/plain'.\n");
        assertThat(scene.gatelink("call", "orders", "-d", "@nowhere").err())
                .isEqualTo("gatelink: -d is '@nowhere', but there is no such file that can be read.\n");
    }

    @Test
    void anAnswerOfApiGatewaysOwnIsAFailure() {
        try (var other = new OperatorScene()) {
            other.create("orders", "gatelink:publish", "true");
            other.gatelink("publish", "orders");
            other.aws.loop().exclusively(() -> {
                String api = other.aws
                        .apiGateway()
                        .restApis()
                        .getRestApis(null, 1)
                        .items()
                        .get(0)
                        .id();
                other.aws.apiGateway().stages().deleteStage(api, "live");
            });
            Ended ended = other.gatelink("call", "orders");

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .isEqualTo(
                            "gatelink: orders: API Gateway itself answered 403 (ForbiddenException): the caller needs "
                                    + "execute-api:Invoke, or the key or token that the API asks for.\n");
        }
    }
}
