package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.ApiSettings;
import io.gatelink.functions.apigateway.InvokeUrl;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.lambda.SwitchFailedException;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.WeakAuthorizationException;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Sends one HTTP request through the published API, signed or with the API's key where it asks for that, and looks at
 * the answer; then, unless the API is open, the same without either, which API Gateway has to refuse. It changes
 * nothing.
 *
 * <p>A private API cannot be called from outside its VPCs, and for one whose callers send tokens there is none here:
 * they are tested as far as that goes, and a warning says so.
 *
 * <p>Its path has to be answered within {@link TestInvocation#TIMEOUT}, however long API Gateway waits for others.
 */
public final class SmokeTestHandler extends TaskHandler<SmokeTestHandler.Input, SmokeTestHandler.Output> {

    /** For the answer's head, and for a test invocation. */
    static final Duration TIMEOUT = Duration.ofSeconds(31);

    private static final String METHOD = "GET";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String API_KEY_HEADER = "x-api-key";

    private final Environment environment;
    private final SmokeTestClient client;
    private final ApiGateway apiGateway;
    private final List<String> vpcEndpointIds;
    private final boolean domainOnly;
    private final String webAclArn;

    /** For Lambda. */
    public SmokeTestHandler() {
        this(AwsClients.current());
    }

    SmokeTestHandler(AwsClients clients) {
        super(Input.class, clients.environment().clock());
        environment = clients.environment();
        client = new SmokeTestClient(environment, clients.settings().region(), TIMEOUT);
        apiGateway = ApiGateway.of(clients, TIMEOUT);
        webAclArn = clients.settings().webAclArn();
        vpcEndpointIds = ApiSettings.vpcEndpointIds(clients.settings());
        domainOnly = ApiSettings.domainOnly(clients.settings());
    }

    /**
     * Where to send the request, and what is to come back.
     *
     * @param rootResourceId of the API's resource {@code /}
     * @param invokeUrl      of the stage, with a slash at its end
     * @param domain         of the custom domain; {@code null} if the stack has none
     * @param apiKeyId       the id of the key to send, if the API asks for one
     * @param affected       whether callers are affected, so that a failure is not waited out
     * @param requestedAt    when the publication was asked for, or its execution started
     */
    public record Input(
            String restApiId,
            String rootResourceId,
            String invokeUrl,
            MapBasePathHandler.Output domain,
            String apiKeyId,
            boolean affected,
            Wanted wanted,
            String requestedAt) {}

    /**
     * What came back.
     *
     * @param url           that was asked for; of a private API, as a caller does it through the first VPC endpoint
     * @param latencyMillis from the request to the last byte that was read of the answer
     * @param body          its first kilobyte, for the person at the terminal; it goes into no event and no mail
     * @param lagSeconds    from when the publication was asked for until now
     * @param invokeUrl     by which callers reach the stage, with a slash at its end
     * @param warnings      what this test does not show
     */
    public record Output(
            String method,
            String url,
            int status,
            long latencyMillis,
            String body,
            long lagSeconds,
            String invokeUrl,
            List<String> warnings) {}

    /**
     * @throws SmokeTestFailedException if another answer came than expected, or none
     * @throws SwitchFailedException    the same if callers are affected
     * @throws WeakAuthorizationException         if a request without signature and key was not refused
     */
    @Override
    protected Output handle(Input input, Run run) {
        Output output;
        try {
            output = vpcEndpointIds.isEmpty()
                    ? request(input)
                    : invoke(input, InvokeUrl.through(vpcEndpointIds.get(0), input.invokeUrl(), input.restApiId()));
        } catch (SmokeTestFailedException e) {
            throw input.affected() ? new SwitchFailedException(e.getMessage()) : e;
        }
        run.log()
                .with("url", output.url())
                .with("status", output.status())
                .with("latencyMillis", output.latencyMillis())
                .with("lagSeconds", output.lagSeconds())
                .info("Smoke test passed");
        return output;
    }

    private Output invoke(Input input, String invokeUrl) {
        var invocation =
                new StageInvocation(apiGateway, input.restApiId(), input.rootResourceId(), input.wanted(), TIMEOUT);
        long start = environment.nanoTime();
        TestInvokeMethodResponse response = invocation.send();
        List<String> warnings = new ArrayList<>(CrossOrigin.warnings(
                input.wanted(), METHOD + " " + url(invokeUrl, input), name -> TestInvocation.header(response, name)));
        warnings.add(vpcEndpointIds.isEmpty() ? invocation.tokenWarning() : invocation.privateWarning());
        String body = response.body() == null
                ? ""
                : SmokeTestClient.text(response.body().getBytes(StandardCharsets.UTF_8));
        return output(input, invokeUrl, response.status(), start, body, warnings);
    }

    /** By each name that callers have for the stage; the last one is the one that they are told. */
    private Output request(Input input) {
        if (input.domain() == null) {
            return request(input, input.invokeUrl());
        }
        if (!domainOnly) {
            request(input, input.invokeUrl());
        }
        String invokeUrl = input.domain().invokeUrl();
        client.alias(URI.create(invokeUrl).getHost(), input.domain().regionalDomainName());
        return request(input, invokeUrl);
    }

    private Output request(Input input, String invokeUrl) {
        String url = url(invokeUrl, input);
        if (Authorization.isByToken(input.wanted().authorization())) {
            requireRefusal(input, url);
            requirePreflight(input, url);
            return invoke(input, invokeUrl);
        }
        SdkHttpRequest request = CrossOrigin.from(input.wanted(), authorized(input, url));
        long start = environment.nanoTime();
        SmokeTestClient.Answer answer = send(request, input.wanted());
        int status = answer.head().statusCode();
        List<String> warnings =
                CrossOrigin.warnings(input.wanted(), METHOD + " " + url, answer.head()::firstMatchingHeader);
        Output output = output(input, invokeUrl, status, start, answer.body(), warnings);
        SmokeTestAnswer.of(METHOD + " " + url, status, answer.head()::firstMatchingHeader, answer.length())
                .requireGood(input.wanted(), webAclArn);
        if (!input.wanted().authorization().equals(Authorization.NONE)) {
            requireRefusal(input, url);
        }
        requirePreflight(input, url);
        return output;
    }

    private void requirePreflight(Input input, String url) {
        CrossOrigin.requirePreflight(input.wanted(), url, webAclArn, preflight -> send(preflight, input.wanted())
                .head());
    }

    private Output output(Input input, String invokeUrl, int status, long start, String body, List<String> warnings) {
        long latencyMillis = TimeUnit.NANOSECONDS.toMillis(environment.nanoTime() - start);
        Duration lag = Duration.between(Instant.parse(input.requestedAt()), clock().instant());
        String url = url(invokeUrl, input);
        return new Output(METHOD, url, status, latencyMillis, body, lag.toSeconds(), invokeUrl, warnings);
    }

    private static String url(String invokeUrl, Input input) {
        return invokeUrl + input.wanted().path().substring(1);
    }

    private SdkHttpRequest authorized(Input input, String url) {
        return switch (input.wanted().authorization()) {
            case Authorization.AWS_IAM -> client.signed(url);
            case Authorization.API_KEY ->
                SmokeTestClient.unsigned(url)
                        .putHeader(API_KEY_HEADER, key(input.apiKeyId()))
                        .build();
            default -> SmokeTestClient.unsigned(url).build();
        };
    }

    /** The key's value, which is in no record, no log and no message. */
    private String key(String id) {
        return apiGateway
                .client()
                .getApiKey(key -> key.apiKey(id).includeValue(true))
                .value();
    }

    private void requireRefusal(Input input, String url) {
        SdkHttpResponse answer =
                send(SmokeTestClient.unsigned(url).build(), input.wanted()).head();
        int status = answer.statusCode();
        String authorization = input.wanted().authorization();
        String what = METHOD + " " + url
                + switch (authorization) {
                    case Authorization.AWS_IAM -> " without a signature";
                    case Authorization.API_KEY -> " without a key";
                    default -> " without a token";
                }
                + " answered " + status;
        if (status == TOO_MANY_REQUESTS) {
            throw new SmokeTestFailedException(
                    what + ", which does not tell whether the API is open: it is tried again.");
        }
        boolean byGateway =
                answer.firstMatchingHeader(SmokeTestAnswer.ERROR_TYPE_HEADER).isPresent();
        if (Authorization.isByToken(authorization) && status == FORBIDDEN && byGateway) {
            // Before the authorizer was asked.
            throw new SmokeTestFailedException(what + " from API Gateway itself, which does not tell whether it asks "
                    + "for a token: look at the API's resource policy, and at "
                    + SmokeTestAnswer.firewall(webAclArn) + ".");
        }
        int refusal = Authorization.isByToken(authorization) ? UNAUTHORIZED : FORBIDDEN;
        if (status != refusal) {
            throw new WeakAuthorizationException(what + ", not " + refusal + ": the API lets in callers that "
                    + authorization + " is to keep out, so it is not published.");
        }
        if (!byGateway) {
            throw new WeakAuthorizationException(
                    what + " without API Gateway's header " + SmokeTestAnswer.ERROR_TYPE_HEADER
                            + ": the backend refused, so API Gateway had let the request in. The API is not "
                            + "published.");
        }
    }

    private SmokeTestClient.Answer send(SdkHttpRequest request, Wanted wanted) {
        try {
            return client.send(request);
        } catch (IOException e) {
            throw new SmokeTestFailedException(request.method() + " " + request.getUri() + " got no answer ("
                    + e.getClass().getSimpleName() + "): "
                    + SmokeTestAnswer.noAnswerRemedy(wanted) + ".");
        }
    }
}
