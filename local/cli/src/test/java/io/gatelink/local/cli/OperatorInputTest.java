package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatelink.local.cli.OperatorScene.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's commands say to wrong input, and when AWS refuses: one line, and exit code 2. */
class OperatorInputTest {

    private static OperatorScene scene;

    @BeforeAll
    static void start() {
        scene = new OperatorScene();
        scene.create("orders", "gatelink:publish", "true");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            status --stack Ä                 | --stack is 'Ä', but must be a stack's name, such as gatelink: letters, digits and hyphens.
            status --stack other             | --stack is 'other', but there is no such stack in us-east-1: give --stack gatelink, which is Gatelink's.
            status --region mars             | --region is 'mars', but must be a Region, such as us-east-1.
            status --region eu-west-1        | The Region is 'eu-west-1', which http://
            status --endpoint-url nowhere    | --endpoint-url is 'nowhere', but must be an http or https URL with a host, such as http://127.0.0.1:4566.
            status a_b                       | NAME is 'a_b', but must be a load balancer's name, such as orders, or its ARN.
            status --watch --json            | --watch and --json are both given: --json prints one object, so leave out one.
            status --profile absent          | --profile is 'absent', but there is no such profile. 'aws configure list-profiles' lists them.
            publish                          | Missing required parameter: 'NAME'. Try 'gatelink publish --help'.
            publish order                    | NAME is 'order', but there is no such load balancer in us-east-1. Did you mean orders?
            withdraw order                   | NAME is 'order', but there is no such load balancer in us-east-1. Did you mean orders?
            replace orders orders            | OLD and NEW are both 'orders': give the names of two load balancers.
            console --port 70000             | --port is 70000, but must be from 0 to 65535 (0: any free one).
            console --stack other            | --stack is 'other', but there is no such stack in us-east-1: give --stack gatelink, which is Gatelink's.
            console --region eu-west-1       | The Region is 'eu-west-1', which http://
            console --profile absent         | --profile is 'absent', but there is no such profile. 'aws configure list-profiles' lists them.
            replace orders new               | OLD is 'orders', which is not in the table gatelink-publications: it is empty.
            """)
    void wrongInputGetsOneLineThatSaysWhatToDo(String arguments, String sentence) {
        Ended ended = scene.gatelink(arguments.split(" +"));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("gatelink: ").contains(sentence).hasLineCount(1);
    }

    @Test
    void aTableThatIsNotThereIsNamed() {
        try (var other = new OperatorScene()) {
            other.aws.loop().exclusively(() -> other.aws.dynamoDb().deploy(List.of()));

            assertThat(other.gatelink("status"))
                    .isEqualTo(new Ended(
                            2,
                            "",
                            "gatelink: The table gatelink-publications of the stack gatelink is not there: "
                                    + "deploy the stack "
                                    + "again; reconcile then rebuilds it from the tags.\n"));
        }
    }

    @Test
    void ofSeveralStacksTheOneThatIsMeantHasToBeNamed() throws IOException {
        String outputs =
                "<Outputs><member><OutputKey>PublicationsTable</OutputKey><OutputValue>t</OutputValue></member>"
                        + "<member><OutputKey>StateMachineArn</OutputKey><OutputValue>m</OutputValue></member></Outputs>";
        String stacks = List.of("blue", "green").stream()
                .map(name -> "<member><StackName>" + name + "</StackName><StackStatus>CREATE_COMPLETE</StackStatus>"
                        + outputs + "</member>")
                .collect(Collectors.joining());
        String list = "<DescribeStacksResponse><DescribeStacksResult><Stacks>" + stacks
                + "</Stacks></DescribeStacksResult></DescribeStacksResponse>";
        String absent = "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
                + "<Message>Stack with id gatelink does not exist</Message></Error></ErrorResponse>";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean named = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                        .contains("StackName=");
                byte[] body = (named ? absent : list).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(named ? 400 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThat(scene.gatelink("status", "--endpoint-url", endpoint))
                    .isEqualTo(new Ended(
                            2,
                            "",
                            "gatelink: --stack is 'gatelink', but there is no such stack in us-east-1: give one of "
                                    + "Gatelink's, blue, green.\n"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whereNothingAnswersTheRemedyIsToStartIt() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String endpoint = "http://127.0.0.1:" + port;

        assertThat(scene.gatelink("status", "--endpoint-url", endpoint))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "gatelink: Nothing answers at " + endpoint
                                + ": start './gatelink up', or speak to your account, "
                                + "without --endpoint-url and AWS_ENDPOINT_URL.\n"));
    }

    @Test
    void withoutCredentialsAndRegionTheRemedyIsToNameThem() {
        String elsewhere = "http://192.0.2.1";

        assertThat(scene.gatelink("status", "--endpoint-url", elsewhere).err())
                .isEqualTo("gatelink: There is no Region: give --region, such as --region us-east-1, or set "
                        + "AWS_REGION.\n");
        assertThat(scene.gatelink("status", "--endpoint-url", elsewhere, "--region", "us-east-1")
                        .err())
                .isEqualTo("gatelink: There are no AWS credentials: sign in, e.g. with 'aws sso login', and give "
                        + "--profile; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "credential_process = false", "role_arn = arn:aws:iam::123456789012:role/operator"})
    void aProfileThatIsNamedGoesBeforeTheKeyInTheEnvironment(String setting, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), "[profile ops]\n" + setting + "\n");
        String before = System.setProperty("aws.configFile", file.toString());
        // The SDK takes these as it takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        try {
            assertThat(scene.gatelink("status", "--profile", "ops"))
                    .isEqualTo(new Ended(
                            2,
                            "",
                            "gatelink: The profile 'ops' gives no credentials: sign in, e.g. with 'aws sso login "
                                    + "--profile ops', or give another --profile.\n"));
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            System.setProperty("aws.configFile", before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Throttling           | Rate exceeded | CloudFormation has too many calls from this account (Throttling): wait a minute, and try again.
            AccessDenied         | User: arn:aws:iam::1:user/ann is not authorized to perform: cloudformation:DescribeStacks | A right is missing: User: arn:aws:iam::1:user/ann is not authorized to perform: cloudformation:DescribeStacks. The rights that each command needs: gatelink doctor --permissions.
            ExpiredToken         | The security token included in the request is expired | The credentials have expired (ExpiredToken): sign in again, e.g. with 'aws sso login'.
            InvalidClientTokenId | The security token included in the request is invalid. | AWS does not know these credentials (InvalidClientTokenId): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or --profile.
            """)
    void whatAwsRefusesIsToldWithTheRemedy(String code, String message, String sentence) throws IOException {
        HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = ("<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error><RequestId>1</RequestId></ErrorResponse>")
                .getBytes(StandardCharsets.UTF_8);
        refusing.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(403, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        refusing.start();
        try {
            String endpoint = "http://127.0.0.1:" + refusing.getAddress().getPort();

            assertThat(scene.gatelink("status", "--endpoint-url", endpoint))
                    .isEqualTo(new Ended(2, "", "gatelink: " + sentence + "\n"));
        } finally {
            refusing.stop(0);
        }
    }
}
