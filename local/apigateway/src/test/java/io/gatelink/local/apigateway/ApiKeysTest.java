package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.START;
import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.Op;

class ApiKeysTest {

    private static final String VALUE = "01234567890123456789";
    private static final String NOT_FOUND = "404 NotFoundException: Invalid API Key identifier specified";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void aKeyIsMadeWithWhatWasAskedFor() {
        var created = aws.client.createApiKey(r -> r.name("shop")
                .description("d")
                .enabled(true)
                .value(VALUE)
                .customerId("c1")
                .tags(Map.of("team", "commerce")));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.id()).matches("[a-z0-9]{10}");
        assertThat(created.value()).isEqualTo(VALUE);
        assertThat(created.name()).isEqualTo("shop");
        assertThat(created.description()).isEqualTo("d");
        assertThat(created.customerId()).isEqualTo("c1");
        assertThat(created.enabled()).isTrue();
        assertThat(created.createdDate()).isEqualTo(START).isEqualTo(created.lastUpdatedDate());
        assertThat(created.stageKeys()).isEmpty();
        assertThat(created.tags()).isEqualTo(Map.of("team", "commerce"));
    }

    @Test
    void aKeyWithoutAnythingHasAValueAndIsNotEnabled() {
        var created = aws.client.createApiKey(r -> {});

        assertThat(created.value()).matches("[A-Za-z0-9]{40}");
        assertThat(created.enabled()).isFalse();
        assertThat(created.name()).isNull();
    }

    @Test
    void theValueIsToldOnlyIfAskedFor() {
        String id = aws.client.createApiKey(r -> r.value(VALUE)).id();

        assertThat(aws.client.getApiKey(r -> r.apiKey(id)).value()).isNull();
        assertThat(aws.client.getApiKey(r -> r.apiKey(id).includeValue(true)).value())
                .isEqualTo(VALUE);
        assertThat(aws.client.getApiKeys().items().get(0).value()).isNull();
        assertThat(aws.client
                        .getApiKeys(r -> r.includeValues(true))
                        .items()
                        .get(0)
                        .value())
                .isEqualTo(VALUE);
    }

    @Test
    void namesAndDescriptionsThatAreTooLongAreRefused() {
        assertThat(error(() -> aws.client.createApiKey(r -> r.name("n".repeat(1025)))))
                .isEqualTo("400 BadRequestException: Invalid API Key name, can be at most 1024 characters.");
        assertThat(error(() -> aws.client.createApiKey(r -> r.description("d".repeat(125_001)))))
                .isEqualTo("400 BadRequestException: Invalid API Key description specified.");
    }

    @Test
    void oneKeyShowsThatItHasNoTags() {
        assertThat(aws.client.createApiKey(r -> r.name("k")).hasTags()).isFalse();
        assertThat(aws.client.createApiKey(r -> r.name("k").tags(Map.of())).hasTags())
                .isTrue();
        String id = aws.client.getApiKeys().items().get(0).id();
        assertThat(aws.client.getApiKey(r -> r.apiKey(id)).hasTags()).isTrue();
    }

    @Test
    void keysAreListedByNameAndCustomerPageByPage() {
        for (String name : new String[] {"shop-1", "other", "shop-2", "shop-3"}) {
            aws.client.createApiKey(r -> r.name(name).customerId(name.endsWith("3") ? "c3" : null));
        }

        var first = aws.client.getApiKeys(r -> r.nameQuery("shop").limit(2));
        assertThat(first.items()).extracting(ApiKey::name).containsExactly("shop-3", "shop-2");
        var second = aws.client.getApiKeys(r -> r.nameQuery("shop").limit(2).position(first.position()));
        assertThat(second.items()).extracting(ApiKey::name).containsExactly("shop-1");
        assertThat(second.position()).isNull();
        assertThat(aws.client.getApiKeys(r -> r.customerId("c3")).items())
                .extracting(ApiKey::name)
                .containsExactly("shop-3");
    }

    @Test
    void aKeyIsChangedByPatches() {
        String id = aws.client
                .createApiKey(r -> r.name("a").description("d").customerId("c"))
                .id();
        aws.pass(Duration.ofSeconds(5));

        var updated = aws.client.updateApiKey(r -> r.apiKey(id)
                .patchOperations(
                        replace("/name", "b"),
                        replace("/enabled", "true"),
                        replace("/description", ""),
                        replace("/customerId", "c2")));

        assertThat(updated.name()).isEqualTo("b");
        assertThat(updated.enabled()).isTrue();
        assertThat(updated.description()).isNull();
        assertThat(updated.customerId()).isEqualTo("c2");
        assertThat(updated.value()).isNull();
        assertThat(updated.lastUpdatedDate()).isEqualTo(START.plusSeconds(5));
        assertThat(updated.createdDate()).isEqualTo(START);
        assertThat(aws.client.getApiKey(r -> r.apiKey(id)).name()).isEqualTo("b");
    }

    @Test
    void whatCannotBeChangedIsRefused() {
        String id = aws.client.createApiKey(r -> {}).id();

        assertThat(error(() -> aws.client.updateApiKey(r -> r.apiKey(id).patchOperations(replace("/value", VALUE)))))
                .isEqualTo("400 BadRequestException: Invalid patch path  '/value' specified for op 'replace'. "
                        + "Must be one of: [/description, /enabled, /name, /customerId]");
        assertThat(error(() -> aws.client.updateApiKey(r -> r.apiKey(id).patchOperations(patch(Op.ADD, "/name", "b")))))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
    }

    @Test
    void valuesAreLongEnoughAndUnique() {
        aws.client.createApiKey(r -> r.value(VALUE));

        assertThat(error(() -> aws.client.createApiKey(r -> r.value("0123456789012345678"))))
                .isEqualTo("400 BadRequestException: API Key value should be at least 20 characters");
        assertThat(error(() -> aws.client.createApiKey(r -> r.value("x".repeat(129)))))
                .isEqualTo("400 BadRequestException: API Key value exceeds maximum size of 128 characters");
        assertThat(error(() -> aws.client.createApiKey(r -> r.value(VALUE))))
                .isEqualTo("409 ConflictException: API Key already exists");
    }

    @Test
    void aDeletedKeyIsGoneAndItsValueIsFreeAgain() {
        String id = aws.client.createApiKey(r -> r.value(VALUE)).id();

        assertThat(aws.client.deleteApiKey(r -> r.apiKey(id)).sdkHttpResponse().statusCode())
                .isEqualTo(202);

        assertThat(error(() -> aws.client.getApiKey(r -> r.apiKey(id)))).isEqualTo(NOT_FOUND);
        assertThat(error(() -> aws.client.deleteApiKey(r -> r.apiKey(id)))).isEqualTo(NOT_FOUND);
        assertThat(error(() -> aws.client.updateApiKey(r -> r.apiKey(id)))).isEqualTo(NOT_FOUND);
        aws.client.createApiKey(r -> r.value(VALUE));
    }

    @Test
    void keysThatNameTheirStagesAreNotSupported() {
        assertThat(error(() -> aws.client.createApiKey(
                        r -> r.stageKeys(stage -> stage.restApiId("a").stageName("b")))))
                .startsWith(
                        "501 NotImplemented: The local AWS does not support apigateway CreateApiKey with stageKeys.");
    }
}
