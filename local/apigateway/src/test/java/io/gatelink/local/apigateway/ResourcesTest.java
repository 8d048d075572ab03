package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;

class ResourcesTest {

    private static final String NOT_FOUND = "404 NotFoundException: Invalid Resource identifier specified";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String api = aws.restApi();
    private final String root = aws.root(api);

    @Test
    void aResourceHasItsPathFromTheRoot() {
        var pets =
                aws.client.createResource(r -> r.restApiId(api).parentId(root).pathPart("pets"));
        String pet = create(pets.id(), "{pet}");
        create(pet, "{proxy+}");

        assertThat(pets.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(pets.id()).matches("[a-z0-9]{6}");
        assertThat(pets.parentId()).isEqualTo(root);
        assertThat(pets.pathPart()).isEqualTo("pets");
        assertThat(aws.client.getResources(r -> r.restApiId(api)).items())
                .extracting(Resource::path)
                .containsExactly("/", "/pets", "/pets/{pet}", "/pets/{pet}/{proxy+}");
        var read = aws.client.getResource(r -> r.restApiId(api).resourceId(pet));
        assertThat(read.path()).isEqualTo("/pets/{pet}");
        assertThat(read.parentId()).isEqualTo(pets.id());
    }

    @Test
    void methodsShowByNameUnlessEmbeddingIsAskedFor() {
        aws.putMethod(api, "GET");
        aws.client.putIntegration(aws.integration(api, "GET", "abc123").build());

        assertThat(aws.answer("GET", "/restapis/" + api + "/resources", null))
                .contains("\"resourceMethods\":{\"GET\":{}}");
        var embedded = aws.client
                .getResources(r -> r.restApiId(api).embed("methods"))
                .items()
                .get(0);
        assertThat(embedded.resourceMethods().get("GET").authorizationType()).isEqualTo("NONE");
        assertThat(embedded.resourceMethods().get("GET").methodIntegration().connectionId())
                .isEqualTo("abc123");
        assertThat(aws.client
                        .getResource(r -> r.restApiId(api).resourceId(root).embed("methods"))
                        .resourceMethods()
                        .get("GET")
                        .methodIntegration()
                        .uri())
                .isEqualTo("http://lb.example.com");
    }

    @Test
    void siblingsHaveDifferentNamesAndAtMostOneVariable() {
        create(root, "pets");
        create(root, "{proxy+}");

        assertThat(error(() -> create(root, "pets")))
                .isEqualTo("409 ConflictException: Another resource with the "
                        + "same parent already has this name: pets");
        assertThat(error(() -> create(root, "{other}")))
                .isEqualTo("400 BadRequestException: A sibling ({proxy+}) of "
                        + "this resource already has a variable path part -- only one is allowed");
    }

    @Test
    void nothingLiesBelowAGreedyVariable() {
        String proxy = create(root, "{proxy+}");

        assertThat(error(() -> create(proxy, "x")))
                .isEqualTo("400 BadRequestException: Cannot create a child of a "
                        + "resource with a greedy path variable: {proxy+}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "{a", "a}", "{}", "{+}", "{a}b", "ä", " ", "a b", "{proxy++}", "<b>", "a\r\nb"})
    void wrongPathPartsAreRefused(String pathPart) {
        assertThat(error(() -> create(root, pathPart)))
                .isEqualTo("400 BadRequestException: Resource's path part only "
                        + "allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the "
                        + "beginning and the end.");
    }

    @Test
    void aResourceIsRenamedWithAllBelow() {
        String pets = create(root, "pets");
        String pet = create(pets, "{pet}");

        var updated = aws.client.updateResource(
                r -> r.restApiId(api).resourceId(pets).patchOperations(replace("/pathPart", "dogs")));

        assertThat(updated.path()).isEqualTo("/dogs");
        assertThat(updated.pathPart()).isEqualTo("dogs");
        assertThat(aws.client.getResource(r -> r.restApiId(api).resourceId(pet)).path())
                .isEqualTo("/dogs/{pet}");
    }

    @Test
    void aResourceMovesToAnotherParent() {
        String pets = create(root, "pets");
        String dogs = create(pets, "dogs");
        create(dogs, "{dog}");

        assertThat(aws.client
                        .updateResource(
                                r -> r.restApiId(api).resourceId(dogs).patchOperations(replace("/parentId", root)))
                        .path())
                .isEqualTo("/dogs");
        assertThat(aws.client.getResources(r -> r.restApiId(api)).items())
                .extracting(Resource::path)
                .containsExactly("/", "/pets", "/dogs", "/dogs/{dog}");
    }

    @Test
    void wrongUpdatesAreRefused() {
        String pets = create(root, "pets");
        String dogs = create(pets, "dogs");
        create(root, "cats");

        assertThat(update(pets, replace("/pathPart", "cats")))
                .isEqualTo("409 ConflictException: Another resource "
                        + "with the same parent already has this name: cats");
        assertThat(update(pets, replace("/parentId", dogs)))
                .isEqualTo("400 BadRequestException: Resources cannot be cyclical.");
        assertThat(update(pets, replace("/parentId", "nosuch"))).isEqualTo(NOT_FOUND);
        assertThat(update(pets, replace("/invalid", "x")))
                .isEqualTo("400 BadRequestException: Invalid patch path  "
                        + "'/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]");
        assertThat(update(pets, patch(Op.REMOVE, "/pathPart", null)))
                .isEqualTo("400 BadRequestException: Invalid "
                        + "patch path  '/pathPart' specified for op 'remove'. Please choose supported operations");
        assertThat(update(root, replace("/pathPart", "x")))
                .isEqualTo("400 BadRequestException: Root resource cannot update its pathPart.");
        assertThat(update(root, replace("/parentId", pets)))
                .isEqualTo("400 BadRequestException: Root resource cannot update its parentId.");
    }

    @Test
    void aResourceIsDeletedWithAllBelow() {
        String pets = create(root, "pets");
        String pet = create(pets, "{pet}");

        var deleted = aws.client.deleteResource(r -> r.restApiId(api).resourceId(pets));

        assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(202);
        assertThat(aws.client.getResources(r -> r.restApiId(api)).items())
                .extracting(Resource::path)
                .containsExactly("/");
        assertThat(error(() -> aws.client.deleteResource(r -> r.restApiId(api).resourceId(pet))))
                .isEqualTo(NOT_FOUND);
        assertThat(error(() -> aws.client.deleteResource(r -> r.restApiId(api).resourceId(root))))
                .isEqualTo("400 BadRequestException: Root resource cannot be deleted");
    }

    @Test
    void aResourceThatIsNotThereIsNotFound() {
        assertThat(error(() -> create("nosuch", "x"))).isEqualTo(NOT_FOUND);
        assertThat(error(() -> aws.client.getResource(r -> r.restApiId(api).resourceId("x"))))
                .isEqualTo(NOT_FOUND);
        assertThat(error(() -> aws.client.getResource(r -> r.restApiId("x").resourceId(root))))
                .isEqualTo(NOT_FOUND);
    }

    private String create(String parentId, String pathPart) {
        return aws.client
                .createResource(r -> r.restApiId(api).parentId(parentId).pathPart(pathPart))
                .id();
    }

    private String update(String resourceId, PatchOperation patch) {
        return error(() -> aws.client.updateResource(
                r -> r.restApiId(api).resourceId(resourceId).patchOperations(patch)));
    }
}
