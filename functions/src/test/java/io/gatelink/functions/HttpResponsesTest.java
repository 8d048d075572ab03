package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetMethodRequest;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.MethodResponse;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseResponse;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponseRequest;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponseResponse;

class HttpResponsesTest {

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final Map<String, MethodResponse> declared = new LinkedHashMap<>();
    private final Map<String, IntegrationResponse> mapped = new LinkedHashMap<>();

    @BeforeEach
    void aMethodWithoutAnswers() {
        doAnswer(call -> GetMethodResponse.builder().methodResponses(declared)
                .methodIntegration(i -> i.integrationResponses(mapped)).build())
                .when(aws).getMethod(any(GetMethodRequest.class));
        doAnswer(call -> {
            declared.put(call.<PutMethodResponseRequest>getArgument(0).statusCode(), MethodResponse.builder().build());
            return PutMethodResponseResponse.builder().build();
        }).when(aws).putMethodResponse(any(PutMethodResponseRequest.class));
        doAnswer(call -> {
            PutIntegrationResponseRequest request = call.getArgument(0);
            mapped.put(request.statusCode(),
                    IntegrationResponse.builder().selectionPattern(request.selectionPattern()).build());
            return PutIntegrationResponseResponse.builder().build();
        }).when(aws).putIntegrationResponse(any(PutIntegrationResponseRequest.class));
    }

    private void put() {
        HttpResponses.put(aws, "api1", "root", "ANY");
    }

    @Test
    void everyStatusOfABackendHasOneAnswerAndNoFailureBecomes200() {
        put();

        Map<Integer, List<String>> answers = new LinkedHashMap<>();
        IntStream.rangeClosed(200, 599).forEach(status -> answers.put(status, mapped.entrySet().stream()
                .filter(answer -> answer.getValue().selectionPattern() != null
                        && String.valueOf(status).matches(answer.getValue().selectionPattern()))
                .map(Map.Entry::getKey).toList()));
        assertThat(answers.values()).allMatch(chosen -> chosen.size() <= 1);
        assertThat(mapped.get("200").selectionPattern()).isNull();
        List<String> failures = new ArrayList<>();
        answers.forEach((status, chosen) -> {
            if (status >= 400) {
                failures.add(status + " " + chosen);
                assertThat(chosen).as("%s", status).singleElement().asString().startsWith(status / 100 + "");
            }
        });
        assertThat(failures).hasSize(200).contains("400 [400]", "404 [404]", "418 [400]", "409 [409]", "429 [429]",
                "500 [500]", "502 [500]", "503 [503]", "504 [503]");
        assertThat(answers.get(301)).containsExactly("302");
        assertThat(answers.get(304)).isEmpty();
        assertThat(answers.get(204)).isEmpty();
    }

    @Test
    void whatIsThereIsNotPutAgain() {
        put();
        put();

        verify(aws, times(HttpResponses.values().length))
                .putMethodResponse(any(PutMethodResponseRequest.class));
        verify(aws, times(HttpResponses.values().length))
                .putIntegrationResponse(any(PutIntegrationResponseRequest.class));
    }

    @Test
    void anAnswerThatIsThereAfterAllIsFine() {
        doAnswer(call -> {
            declared.put(call.<PutMethodResponseRequest>getArgument(0).statusCode(), MethodResponse.builder().build());
            throw AwsExceptions.conflict("Response already exists for this resource");
        }).when(aws).putMethodResponse(any(PutMethodResponseRequest.class));

        put();

        assertThat(mapped).hasSameSizeAs(HttpResponses.values());
    }

    @Test
    void anotherConflictIsNotFine() {
        doThrow(AwsExceptions.concurrentModification()).when(aws).putMethodResponse(any(PutMethodResponseRequest.class));

        assertThatThrownBy(this::put)
                .isInstanceOf(software.amazon.awssdk.services.apigateway.model.ConflictException.class);
        verify(aws, never()).putIntegrationResponse(any(PutIntegrationResponseRequest.class));
    }

    @Test
    void aPatternThatSomebodyChangedIsPutBack() {
        put();
        mapped.put("500", IntegrationResponse.builder().selectionPattern("599").build());
        put();

        assertThat(mapped.get("500").selectionPattern()).isEqualTo("5(?!0[34])\\d{2}");
    }
}
