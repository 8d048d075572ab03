package io.gatelink.functions.withdraw;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import java.util.Map;

/**
 * What the resources that were found by their tags serve is what was published before: no item says so any more, since
 * the table was lost. A roll back goes back to it.
 */
public final class Adoption {

    private Adoption() {}

    /** Whether an item has such resources, and does not say so far what they serve. */
    public static boolean isOpen(Step step) {
        return step.publication().has(Publication.ADOPTED)
                && !step.publication().isPublished()
                && !step.publication().has(Publication.TAKEN_OVER)
                && step.publication().id(Part.REST_API).isPresent();
    }

    /** Records what the stage of ours serves as published, if there is one, and that is open. */
    public static void record(Step step, ApiGateway apiGateway) {
        if (!isOpen(step)) {
            return;
        }
        Map<String, String> published = step.publication().ids();
        apiGateway.stages().of(published.get(Part.REST_API.attribute())).stream()
                .filter(stage ->
                        apiGateway.isOurs(stage.tags()) && stage.variables().containsKey(ApiGateway.VPC_LINK_ID))
                .findFirst()
                .ifPresent(serving -> {
                    String link = serving.variables().get(ApiGateway.VPC_LINK_ID);
                    boolean own = step.publication().resources().contains(Part.VPC_LINK.stray(link));
                    published.remove(Part.VPC_LINK.attribute());
                    published.put(own ? Part.VPC_LINK.attribute() : Publication.SHARED_VPC_LINK, link);
                    published.put(Publication.DEPLOYMENT, serving.deploymentId());
                    published.put(Publication.STAGE, serving.stageName());
                    apiGateway.of(Part.BASE_PATH_MAPPING, step.loadBalancerArn()).stream()
                            .findFirst()
                            .ifPresent(path -> published.putIfAbsent(Part.BASE_PATH_MAPPING.attribute(), path));
                    step.write(new Change().set(Publication.PUBLISHED, published));
                });
    }
}
