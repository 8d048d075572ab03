package io.gatelink.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.apigateway.wire.Route;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What throws anything but AWS's errors ends this test, for the transport here catches nothing else. */
class HostileRequestsTest {

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "{}",
            patches("{}"),
            patches("null"),
            patches("{'op':'replace'}"),
            patches("{'op':'remove','path':'/'}"),
            patches("{'op':'remove','path':''}"),
            patches("{'op':'remove','path':'nonsense','value':1}"),
            patches("{'op':'copy','from':'/x'}"),
            patches("{'op':'add','path':'/variables/a'}"),
            patches("{'op':'remove','path':'/variables'}"),
            patches("{'op':'replace','path':'/a/b/c/d'}"),
            patches("{'op':'replace','path':'/*/*/logging/loglevel'}"),
            patches("{'op':'replace','path':'/*/*/throttling/rateLimit','value':'NaN'}"),
            patches("{'op':'replace','path':'/requestParameters/a'}"),
            patches("{'op':'add','path':'//'}"),
            patches("{'op':'add','path':'/requestTemplates/a~1b','value':'#foreach'}"),
            patches("{'op':'replace','path':'/responseTemplates/a~1b'}"),
            patches("{'op':'move','path':'/types'}"),
            patches("{'op':'replace','path':'/apiKeySource'}"),
            patches("{'op':'replace','path':'/deploymentId'}"),
            patches("{'op':'replace','path':'/authorizationType'}"),
            patches("{'op':'replace','path':'/uri'}"),
            patches("{'op':'replace','path':'/connectionType'}"),
            patches("{'op':'replace','path':'/httpMethod'}"),
            patches("{'op':'replace','path':'/name'}"),
            patches("{'op':'replace','path':'/pathPart'}"),
            patches("{'op':'replace','path':'/parentId'}"),
            patches("{'op':'replace','path':'/timeoutInMillis'}"),
            patches("{'op':'replace','path':'/endpointConfiguration/types/X'}"),
            patches("{'op':'replace','path':'/selectionPattern'}"),
            patches("{'op':'add','path':'/description'}"),
            "{\"type\":\"HTTP\",\"httpMethod\":\"GET\",\"uri\":\"http://h\",\"requestParameters\":{\"\":null}}",
            "{\"name\":\"" + "n".repeat(100_000) + "\",\"targetArns\":[null]}",
            "{\"tags\":{\"a\":null,\"\":1}}",
            "[".repeat(5000),
            "{\"authorizationType\":\"NONE\",\"requestParameters\":{\"x\":null}}",
            "{\"authorizationType\":\"NONE\"}",
            "{\"stageName\":\"x\",\"variables\":{\"a\":null}}",
            patches("{'op':'add','path':'/apiStages'}"),
            patches("{'op':'remove','path':'/apiStages','value':'$API:live'}"),
            patches("{'op':'add','path':'/apiStages','value':'$API:live'}"),
            patches("{'op':'replace','path':'/quota/limit'}"),
            patches("{'op':'add','path':'/apiStages/$API:live/throttle/~1/GET/rateLimit','value':'1e99'}"),
            "{\"name\":\"p\",\"apiStages\":[{\"apiId\":\"$API\",\"stage\":\"live\",\"throttle\":{\"\":null}}]}",
            "{\"keyId\":\"x\",\"keyType\":\"API_KEY\"}",
            "{\"quota\":{\"limit\":1},\"throttle\":{\"rateLimit\":1e999}}",
            "{\"responseTemplates\":{\"a/b\":null},\"selectionPattern\":\"\"}",
            "{\"basePath\":\"orders\",\"restApiId\":\"$API\"}",
            "{\"basePath\":\"\",\"restApiId\":\"$API\",\"stage\":\"200\"}",
            "{\"domainName\":\"api.example.com\",\"endpointConfiguration\":{\"types\":[null]}}",
            "{\"domainName\":\"b.example.com\",\"certificateArn\":\"arn:aws:acm\",\"policy\":\"{\"}",
            patches("{'op':'replace','path':'/basePath','value':'stock'}"),
            patches("{'op':'replace','path':'/restapiId'}"),
            patches("{'op':'replace','path':'/routingMode','value':'ROUTING_RULE_ONLY'}"),
            patches("{'op':'replace','path':'/regionalCertificateArn'}"),
            patches("{'op':'replace','path':'/policy','value':'{'}"),
            "{\"pathPart\":null}");

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final ApiGatewayWire wire = new ApiGatewayWire(aws.service, List.of());

    @Test
    void whateverIsSentGetsAnAnswerOfAws() {
        var random = new Random(7);
        List<Route> routes = wire.routes().stream().filter(Route::isSupported).toList();
        String api = null;
        for (int i = 0; i < 5_000; i++) {
            if (i % 50 == 0) {
                aws.client
                        .getDomainNames()
                        .items()
                        .forEach(old -> aws.client.deleteDomainName(r -> r.domainName(old.domainName())));
                aws.regionalDomain("api.example.com");
                aws.client.getRestApis().items().forEach(old -> aws.client.deleteRestApi(r -> r.restApiId(old.id())));
                api = publishedApi();
            }
            Route route = pick(random, routes);
            String path = hostilePath(random, route.template(), api);
            String body = pick(random, BODIES);
            String method = random.nextInt(20) == 0 ? "BREW" : route.httpMethod();

            assertThat(aws.send(method, path, body.replace("$API", api)).status())
                    .as(() -> method + " " + path + " " + body)
                    .isBetween(200, 501)
                    .isNotEqualTo(500);
        }
        assertThat(aws.recorded.operations())
                .contains("UpdateStage", "UpdateIntegration", "PutMethodResponse", "UpdateBasePathMapping");
    }

    private static String patches(String operation) {
        return "{\"patchOperations\":[" + operation.replace('\'', '"') + "]}";
    }

    private String hostilePath(Random random, String template, String api) {
        return template.replace("{restapi_id}", mostly(random, api))
                .replace("{parent_id}", mostly(random, rootOf(api)))
                .replace("{resource_id}", mostly(random, rootOf(api)))
                .replace("{http_method}", mostly(random, "GET"))
                .replace("{status_code}", mostly(random, "200"))
                .replace("{stage_name}", mostly(random, "200"))
                .replace("{domain_name}", mostly(random, "api.example.com"))
                .replace("{base_path}", mostly(random, "orders"))
                .replace(
                        "{resource_arn}",
                        "arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2F" + mostly(random, api))
                .replaceAll("\\{[a-z_]+}", "%00..%2F{x}");
    }

    private static String mostly(Random random, String value) {
        return random.nextInt(10) > 0 ? value : pick(random, List.of("", "..", "%00", "%2F", "{x}", "ä", "%zz", "999"));
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String publishedApi() {
        String api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("200"));
        return api;
    }

    private String rootOf(String api) {
        return aws.service.hasApi(api) ? aws.service.restApis().getRestApi(api).rootResourceId() : "gone";
    }
}
