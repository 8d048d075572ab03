package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.CERTIFICATE;
import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.CreateDomainNameRequest;
import software.amazon.awssdk.services.apigateway.model.DomainNameStatus;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.ResourceOwner;
import software.amazon.awssdk.services.apigateway.model.RoutingMode;
import software.amazon.awssdk.services.apigateway.model.SecurityPolicy;

class DomainNamesTest {

    private static final String API = "api.example.com";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void aRegionalDomainNameComesBackAsItWasMade() {
        var made = aws.client.createDomainName(r -> r.domainName(API)
                .regionalCertificateArn(CERTIFICATE)
                .regionalCertificateName("shop")
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL))
                .tags(Map.of("team", "shop")));

        assertThat(made.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(made.domainName()).isEqualTo(API);
        assertThat(made.domainNameId()).isNull();
        assertThat(made.domainNameArn()).isEqualTo("arn:aws:apigateway:us-east-1::/domainnames/api.example.com");
        assertThat(made.regionalDomainName()).matches("d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com");
        assertThat(made.regionalHostedZoneId()).isEqualTo("Z1UJRXOUMOOFQ8");
        assertThat(made.regionalCertificateArn()).isEqualTo(CERTIFICATE);
        assertThat(made.regionalCertificateName()).isEqualTo("shop");
        assertThat(made.certificateUploadDate()).isEqualTo(ApiGatewayFixture.START);
        assertThat(made.certificateArn()).isNull();
        assertThat(made.distributionDomainName()).isNull();
        assertThat(made.endpointConfiguration().types()).containsExactly(EndpointType.REGIONAL);
        assertThat(made.endpointConfiguration().ipAddressTypeAsString()).isEqualTo("ipv4");
        assertThat(made.domainNameStatus()).isEqualTo(DomainNameStatus.AVAILABLE);
        assertThat(made.securityPolicy()).isEqualTo(SecurityPolicy.TLS_1_2);
        assertThat(made.routingMode()).isEqualTo(RoutingMode.BASE_PATH_MAPPING_ONLY);
        assertThat(made.tags()).isEqualTo(Map.of("team", "shop"));
        var read = aws.client.getDomainName(r -> r.domainName(API));
        assertThat(read.sdkFields().stream().map(field -> field.getValueOrDefault(read)))
                .isEqualTo(made.sdkFields().stream()
                        .map(field -> field.getValueOrDefault(made))
                        .toList());
        assertThat(aws.client.getDomainNames().items())
                .extracting(item -> item.domainName())
                .containsExactly(API);
    }

    @Test
    void anEdgeOptimizedDomainNameHasADistribution() {
        var made = aws.client.createDomainName(r -> r.domainName(API).certificateArn(CERTIFICATE));

        assertThat(made.endpointConfiguration().types()).containsExactly(EndpointType.EDGE);
        assertThat(made.certificateArn()).isEqualTo(CERTIFICATE);
        assertThat(made.distributionDomainName()).matches("d[a-z0-9]{13}\\.cloudfront\\.net");
        assertThat(made.distributionHostedZoneId()).isEqualTo("Z2FDTNDATAQYW2");
        assertThat(made.regionalDomainName()).isNull();
        assertThat(made.regionalCertificateArn()).isNull();
    }

    @Test
    void privateDomainNamesAreToldApartByTheirIds() {
        String first = privateDomain();
        String second = privateDomain();
        aws.regionalDomain(API);

        var read = aws.client.getDomainName(r -> r.domainName(API).domainNameId(first));
        assertThat(first).matches("[a-z0-9]{10}").isNotEqualTo(second);
        assertThat(read.domainNameId()).isEqualTo(first);
        assertThat(read.domainNameArn())
                .isEqualTo("arn:aws:apigateway:us-east-1:123456789012:/domainnames/api.example.com+" + first);
        assertThat(read.endpointConfiguration().ipAddressTypeAsString()).isEqualTo("dualstack");
        assertThat(read.policy()).isEqualTo("{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[]}");
        assertThat(aws.client.getDomainName(r -> r.domainName(API)).domainNameId())
                .isNull();

        aws.client.deleteDomainName(r -> r.domainName(API).domainNameId(first));
        assertThat(error(() -> aws.client.getDomainName(r -> r.domainName(API).domainNameId(first))))
                .isEqualTo("404 NotFoundException: Invalid domain name identifier specified");
        assertThat(error(() -> aws.client.getDomainName(r -> r.domainName(API + "+" + second))))
                .isEqualTo("404 NotFoundException: Invalid domain name identifier specified");
        assertThat(aws.client.getDomainNames().items()).hasSize(2);
    }

    private String privateDomain() {
        return aws.client
                .createDomainName(r -> r.domainName(API)
                        .certificateArn(CERTIFICATE)
                        .policy("{\"Version\": \"2012-10-17\", \"Statement\": []}")
                        .endpointConfiguration(endpoint -> endpoint.types(EndpointType.PRIVATE)))
                .domainNameId();
    }

    @Test
    void domainNamesOfOtherAccountsAreNoneAndPagesAreLimited() {
        for (String name : List.of("a.example.com", "b.example.com", "c.example.com")) {
            aws.regionalDomain(name);
        }

        var page = aws.client.getDomainNames(r -> r.limit(2));
        assertThat(page.items())
                .extracting(item -> item.domainName())
                .containsExactly("a.example.com", "b.example.com");
        assertThat(aws.client.getDomainNames(r -> r.position(page.position())).items())
                .extracting(item -> item.domainName())
                .containsExactly("c.example.com");
        assertThat(aws.client
                        .getDomainNames(r -> r.resourceOwner(ResourceOwner.OTHER_ACCOUNTS))
                        .items())
                .isEmpty();
        assertThat(error(() -> aws.client.getDomainNames(r -> r.resourceOwner("ALL"))))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value 'ALL' at "
                        + "'getDomainNamesInput.resourceOwner' failed to satisfy constraint: Member must satisfy enum "
                        + "value set: [SELF, OTHER_ACCOUNTS]");
    }

    @Test
    void aPublicDomainNameExistsOnce() {
        aws.regionalDomain(API);

        assertThat(error(() -> aws.regionalDomain(API)))
                .isEqualTo("400 BadRequestException: The domain name you provided already exists.");
    }

    @Test
    void aCertificateHasToBeThereForTheTypeOfEndpointAndInItsRegion() {
        assertThat(refusal(r -> {}))
                .isEqualTo("400 BadRequestException: A certificate was not provided for the endpoint type REGIONAL.");
        assertThat(refusal(r -> r.regionalCertificateArn(CERTIFICATE).certificateArn(CERTIFICATE)))
                .isEqualTo("400 BadRequestException: Cannot import certificates for EDGE while REGIONAL is active.");
        assertThat(refusal(r -> r.regionalCertificateArn(CERTIFICATE)
                        .endpointConfiguration(endpoint -> endpoint.types(EndpointType.EDGE))))
                .isEqualTo("400 BadRequestException: Cannot import certificates for REGIONAL while EDGE is active.");
        String elsewhere = CERTIFICATE.replace("us-east-1", "eu-west-1");
        assertThat(refusal(r -> r.regionalCertificateArn(elsewhere)))
                .isEqualTo("400 BadRequestException: Invalid certificate ARN: " + elsewhere
                        + ". Certificate must be in 'us-east-1'.");
        String foreign = CERTIFICATE.replace("123456789012", "210987654321");
        assertThat(refusal(r -> r.regionalCertificateArn(foreign)))
                .isEqualTo("400 BadRequestException: Invalid certificate ARN: " + foreign
                        + ". Certificate must be in the account '123456789012'.");
        assertThat(refusal(r -> r.regionalCertificateArn("shop")))
                .isEqualTo("400 BadRequestException: Invalid certificate ARN: shop.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "API.example.com",
                "api..example.com",
                "-api.example.com",
                "a.*.example.com",
                "a1.execute-api.us-east-1.amazonaws.com",
                "api.example.com:443"
            })
    void namesThatNoCertificateIsForAreRefused(String name) {
        assertThat(error(() -> aws.regionalDomain(name)))
                .isEqualTo("400 BadRequestException: Invalid domain name specified: " + name
                        + ". It must be a name of your own in lower case, with two labels or more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "endpointConfiguration; {\"types\": [\"LOCAL\"]}; Value '[LOCAL]' at "
                        + "'createDomainNameInput.endpointConfiguration.types' failed to satisfy constraint: Member must "
                        + "satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]",
                "endpointConfiguration; {\"types\": [\"REGIONAL\"], \"ipAddressType\": \"ipv5\"}; Value 'ipv5' at "
                        + "'createDomainNameInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [ipv4, dualstack]",
                "routingMode; \"ALL\"; Value 'ALL' at 'createDomainNameInput.routingMode' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [BASE_PATH_MAPPING_ONLY, ROUTING_RULE_ONLY, "
                        + "ROUTING_RULE_THEN_BASE_PATH_MAPPING]",
                "endpointAccessMode; \"OPEN\"; Value 'OPEN' at 'createDomainNameInput.endpointAccessMode' failed to "
                        + "satisfy constraint: Member must satisfy enum value set: [BASIC, STRICT]"
            })
    void valuesThatAwsDoesNotKnowAreRefused(String field, String value, String problem) {
        assertThat(aws.answer(
                        "POST",
                        "/domainnames",
                        "{\"domainName\": \"api.example.com\", \"" + field + "\": " + value + "}"))
                .isEqualTo("400 ValidationException {\"message\":\"1 validation error detected: " + problem + "\"}");
    }

    @Test
    void whatIsNotSupportedIsRefusedByName() {
        for (String field : List.of(
                "mutualTlsAuthentication",
                "ownershipVerificationCertificateArn",
                "certificateBody",
                "certificatePrivateKey",
                "certificateChain")) {
            assertThat(aws.answer(
                            "POST", "/domainnames", "{\"domainName\": \"a.example.com\", \"" + field + "\": \"x\"}"))
                    .isEqualTo("501 NotImplemented {\"message\":\"The local AWS does not support apigateway "
                            + "CreateDomainName with " + field
                            + ". docs/supported-operations.md lists what it does.\"}");
        }
        aws.regionalDomain(API);
        assertThat(update("/endpointConfiguration/types/0", "EDGE"))
                .isEqualTo(
                        "501 NotImplemented: The local AWS does not support apigateway UpdateDomainName with the path "
                                + "/endpointConfiguration/types/0. docs/supported-operations.md lists what it does.");
        assertThat(refusal(r -> r.regionalCertificateArn(CERTIFICATE).policy("{}")))
                .isEqualTo("400 BadRequestException: A policy is only supported for private custom domain names.");
    }

    @Test
    void aDomainNameIsUpdatingForAWhileAfterItsEndpointWasChanged() {
        aws.regionalDomain(API);
        String other = CERTIFICATE.replace("0a1b2c3d", "1a1b2c3d");

        var updated = aws.client.updateDomainName(r -> r.domainName(API)
                .patchOperations(
                        replace("/regionalCertificateArn", other),
                        replace("/regionalCertificateName", "new"),
                        replace("/securityPolicy", "TLS_1_0"),
                        replace("/endpointConfiguration/ipAddressType", "dualstack"),
                        replace("/endpointAccessMode", "BASIC")));

        assertThat(updated.domainNameStatus()).isEqualTo(DomainNameStatus.UPDATING);
        assertThat(updated.regionalCertificateArn()).isEqualTo(other);
        assertThat(updated.regionalCertificateName()).isEqualTo("new");
        assertThat(updated.securityPolicy()).isEqualTo(SecurityPolicy.TLS_1_0);
        assertThat(updated.endpointConfiguration().ipAddressTypeAsString()).isEqualTo("dualstack");
        assertThat(updated.endpointAccessModeAsString()).isEqualTo("BASIC");
        assertThat(update("/routingMode", "ROUTING_RULE_ONLY"))
                .isEqualTo("400 BadRequestException: There is already an update in progress. Please wait until the "
                        + "current update finishes before making another request.");

        aws.pass(Duration.ofMinutes(15));
        assertThat(aws.client.getDomainName(r -> r.domainName(API)).domainNameStatus())
                .isEqualTo(DomainNameStatus.AVAILABLE);
        assertThat(update("/routingMode", "ROUTING_RULE_ONLY")).isEqualTo("no error");
        assertThat(aws.client.getDomainName(r -> r.domainName(API)).routingMode())
                .isEqualTo(RoutingMode.ROUTING_RULE_ONLY);
    }

    @Test
    void anUpdateThatMakesNoSenseIsRefused() {
        aws.regionalDomain(API);

        assertThat(update("/certificateArn", CERTIFICATE))
                .isEqualTo("400 BadRequestException: Cannot import certificates for EDGE while REGIONAL is active.");
        assertThat(update("/regionalCertificateArn", "shop"))
                .isEqualTo("400 BadRequestException: Invalid certificate ARN: shop.");
        assertThat(update("/domainName", "b.example.com"))
                .isEqualTo("400 BadRequestException: Invalid patch path /domainName");
        assertThat(error(() -> aws.client.updateDomainName(r -> r.domainName("b.example.com"))))
                .isEqualTo("404 NotFoundException: Invalid domain name identifier specified");
    }

    @Test
    void aHostBelongsToTheDomainNameOfItsNameOrElseToTheWildcard() {
        aws.regionalDomain("*.example.com");
        aws.regionalDomain(API);

        assertThat(aws.service.domainNames().serving(API).orElseThrow().name()).isEqualTo(API);
        assertThat(aws.service
                        .domainNames()
                        .serving("b.example.com")
                        .orElseThrow()
                        .name())
                .isEqualTo("*.example.com");
        assertThat(aws.service.domainNames().serving("a.b.example.com")).isEmpty();
        assertThat(aws.service.domainNames().serving("example.com")).isEmpty();
        assertThat(aws.service.domainNames().serving("localhost")).isEmpty();

        aws.client.deleteDomainName(r -> r.domainName("*.example.com"));
        assertThat(aws.service.domainNames().serving("b.example.com")).isEmpty();
    }

    private String update(String path, String value) {
        return error(() -> aws.client.updateDomainName(r -> r.domainName(API).patchOperations(replace(path, value))));
    }

    private String refusal(Consumer<CreateDomainNameRequest.Builder> change) {
        return error(() -> aws.client.createDomainName(r -> change.accept(r.domainName("new.example.com")
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL)))));
    }
}
