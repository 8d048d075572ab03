package io.gatelink.local.apigateway.dataplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.http.Response;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.Header;

/**
 * An integration without a backend: its request template makes the status code that selects an integration response.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html">Mock
 *      integrations</a>
 */
final class MockIntegration {

    /** AWS reads more than JSON here: {@code {statusCode: 200}}, as the CDK writes it, is enough. */
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private MockIntegration() {}

    static Response answer(MethodCall call, Integration integration) throws GatewayResponseException {
        var overrides = TemplateOverrides.ofMock();
        int status = statusCode(RequestMapper.body(call, integration, overrides));
        return ResponseMapper.mapped(call, new EndpointResponse(status, new Header[0], new byte[0]), overrides);
    }

    private static int statusCode(byte[] body) throws GatewayResponseException {
        try {
            JsonNode status =
                    LENIENT.readTree(new String(body, StandardCharsets.UTF_8)).path("statusCode");
            if (status.isInt()) {
                return status.intValue();
            }
        } catch (JsonProcessingException e) {
            // No JSON, and so no status code.
        }
        throw GatewayResponseException.configurationError(
                "Unable to parse statusCode. It should be an integer that is defined in the request template.");
    }
}
