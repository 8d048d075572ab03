package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * What the resources that were found by their tags serve is what was published before: no item says so any more, since
 * the table was lost. A roll back goes back to it.
 */
final class Adoption {

    private Adoption() {
    }

    /** Whether an item has such resources, and does not say so far what they serve. */
    static boolean isOpen(Step step) {
        return step.publication().has(Attributes.ADOPTED) && !step.publication().isPublished()
                && !step.publication().has(Attributes.TAKEN_OVER) && step.publication().id(Part.REST_API).isPresent();
    }

    /**
     * Records what a stage of ours serves as published, if there is one.
     *
     * @param stages of the API that the item names
     */
    static void record(Step step, ApiGateway apiGateway, List<Stage> stages) {
        Optional<Stage> serving = stages.stream().filter(stage -> apiGateway.isOurs(stage.tags())
                && stage.variables().containsKey(ApiGateway.VPC_LINK_ID)).findFirst();
        if (serving.isEmpty()) {
            return;
        }
        Map<String, String> published = new TreeMap<>();
        for (Part part : Part.values()) {
            step.publication().id(part).ifPresent(id -> published.put(part.attribute(), id));
        }
        published.put(Part.VPC_LINK.attribute(), serving.get().variables().get(ApiGateway.VPC_LINK_ID));
        published.put(Attributes.DEPLOYMENT, serving.get().deploymentId());
        published.put(Attributes.STAGE, serving.get().stageName());
        step.write(new Change().set(Attributes.PUBLISHED, published));
    }
}
