package io.gatelink.functions.withdraw;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.BasePathMappings;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsFailure;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.VpcLinkDeletingException;
import io.gatelink.functions.lambda.VpcLinkPendingException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.BasePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * Deletes resources of ours one after the other, and keeps account of what API Gateway refuses to delete. What is gone
 * already is fine; what may pass is thrown, for the state machine to come back.
 */
public final class Removal {

    private final Step step;
    private final ApiGateway apiGateway;
    private final List<String> leftovers = new ArrayList<>();
    private Instant later;

    public Removal(Step step, ApiGateway apiGateway) {
        this.step = step;
        this.apiGateway = apiGateway;
    }

    /** What could not be deleted, each with the reason. */
    public List<String> leftovers() {
        return List.copyOf(leftovers);
    }

    /** When an API may be deleted, if that is not now: until then not all is done. */
    public Optional<Instant> later() {
        return Optional.ofNullable(later);
    }

    /**
     * Deletes everything that the item names, strays included.
     *
     * @throws VpcLinkPendingException  if a link is {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException if a link's deletion takes more time
     */
    public void all() {
        if (step.publication().isPublished()) {
            // From here on there is nothing to go back to, also if this execution is stopped on the way.
            step.write(new Change().remove(Publication.PUBLISHED));
        }
        step.lookForWhatWasCreated(apiGateway::of);
        remove(step.publication().ids());
    }

    /** The same of the strays of the item only. */
    public void strays() {
        remove(Map.of());
    }

    /** Links come last, also those among the strays: an API may lead through them. */
    private void remove(Map<String, String> parts) {
        Publication item = step.publication();
        for (Part part : Part.values()) {
            List<String> ids = Stream.concat(
                            Stream.ofNullable(parts.get(part.attribute())),
                            item.set(Publication.STRAYS).stream()
                                    .filter(stray -> stray.startsWith(part.stray("")))
                                    .map(stray -> stray.substring(part.stray("").length())))
                    .toList();
            for (String id : ids) {
                String what = part.words() + " " + id;
                int before = leftovers.size();
                switch (part) {
                    case USAGE_PLAN, API_KEY -> run(what, () -> apiGateway.delete(part, id));
                    case BASE_PATH_MAPPING -> basePathMapping(what, id);
                    case REST_API -> restApi(what, id);
                    case VPC_LINK -> vpcLink(what, id);
                }
                if (later != null) {
                    return;
                }
                if (leftovers.size() == before) {
                    step.forget(part, id);
                }
            }
        }
    }

    /**
     * Undoes a take-over that did not come to its end: the stage leads back, then the API and its tags go back.
     *
     * @return whether nothing is taken over any more; otherwise what was taken over must not be deleted
     */
    public boolean giveBack() {
        var taken = step.publication().map(Publication.TAKEN_OVER);
        if (taken.isEmpty()) {
            return true;
        }
        // What the stage served is gone if an older copy of the table was restored: then the API goes back as it is.
        if (!putBack(taken)
                && apiGateway
                        .stages()
                        .deployment(taken.get(Part.REST_API.attribute()), taken.get(Publication.DEPLOYMENT))
                        .isPresent()) {
            return false;
        }
        LoadBalancerArn from = LoadBalancerArn.of(taken.get(Publication.LOAD_BALANCER_ARN));
        for (Part part : List.of(Part.API_KEY, Part.USAGE_PLAN, Part.REST_API)) {
            Optional.ofNullable(taken.get(part.attribute()))
                    .ifPresent(id -> run(
                            "tag of " + part.words() + " " + id,
                            () -> apiGateway.tag(step.execution(), part.path(id), from)));
        }
        // Such as an API that was made anew, because people had deleted the one that was taken over.
        Map<String, String> made = step.publication().ids();
        made.values().removeAll(taken.values());
        made.remove(Part.VPC_LINK.attribute());
        step.stray(made, step.publication().map(Publication.PUBLISHED));
        if (!TakeOver.giveBack(step)) {
            step.write(new Change().remove(Publication.TAKEN_OVER));
        }
        return true;
    }

    /**
     * Leads a stage to where it led, in one call, and deletes what this publication made of its API.
     *
     * @param served what the stage served, as in {@link Publication#PUBLISHED}
     * @return whether it leads there
     */
    public boolean putBack(Map<String, String> served) {
        String restApi = served.get(Part.REST_API.attribute());
        String deployment = served.get(Publication.DEPLOYMENT);
        String vpcLink = Publication.vpcLink(served);
        if (!putPathBack(served)) {
            return false;
        }
        for (var stage : apiGateway.stages().of(restApi)) {
            String name = stage.stageName();
            if (!name.equals(served.get(Publication.STAGE))) {
                if (apiGateway.isOurs(stage.tags())) {
                    stage(restApi, name);
                }
            } else if ((!deployment.equals(stage.deploymentId())
                            || !vpcLink.equals(stage.variables().get(ApiGateway.VPC_LINK_ID)))
                    && !run(
                            "stage " + name + " of REST API " + restApi + ", as it was before",
                            () -> apiGateway.stages().serve(restApi, name, deployment, vpcLink))) {
                return false;
            }
        }
        step.publication()
                .text(Publication.DEPLOYMENT)
                .filter(made -> !made.equals(deployment))
                .ifPresent(made -> deployment(restApi, made));
        return true;
    }

    /** The path of a stage that was to have another name leads to that one. */
    private boolean putPathBack(Map<String, String> served) {
        String path = served.get(Part.BASE_PATH_MAPPING.attribute());
        String restApi = served.get(Part.REST_API.attribute());
        String stage = served.get(Publication.STAGE);
        if (path == null) {
            return true;
        }
        var mappings = new BasePathMappings(apiGateway.client());
        return mappings.find(BasePath.of(path))
                .filter(mapping -> restApi.equals(mapping.restApiId()) && !stage.equals(mapping.stage()))
                .map(mapping -> run(
                        "path " + path + ", as it was before",
                        () -> mappings.update(BasePath.of(path), restApi, stage)))
                .orElse(true);
    }

    /** A stage that API Gateway does not delete, as one to which a path of another domain leads, leads nowhere. */
    public void stage(String restApi, String stage) {
        String what = "stage " + stage + " of REST API " + restApi;
        if (!run(what, () -> apiGateway.stages().delete(restApi, stage))) {
            run(what + ", which is to lead nowhere", () -> apiGateway.stages().leadNowhere(restApi, stage));
        }
    }

    public void deployment(String restApi, String deployment) {
        run(
                "deployment " + deployment + " of REST API " + restApi,
                () -> apiGateway.stages().deleteDeployment(restApi, deployment));
    }

    /** Deletes a path that leads to an API of this load balancer; one that leads elsewhere is not ours. */
    private void basePathMapping(String what, String id) {
        Publication item = step.publication();
        var found = new BasePathMappings(apiGateway.client()).find(BasePath.of(id));
        if (found.isEmpty() && step.isNew()) {
            throw new AwsUnavailableException(what + " does not show so far: it is read again.");
        }
        boolean ours =
                found.stream().anyMatch(mapping -> item.resources().contains(Part.REST_API.stray(mapping.restApiId())));
        if (ours) {
            run(what, () -> apiGateway.delete(Part.BASE_PATH_MAPPING, id));
        }
    }

    /**
     * Deletes an API, at the pace that API Gateway allows; its stage goes at once, so that no caller reaches it. Before
     * that go the paths that lead to it, also those that people made: API Gateway deletes no stage of theirs.
     */
    private void restApi(String what, String id) {
        var found = apiGateway.restApi(id);
        if (found.isEmpty() || !isOurs(what, found.get().tags())) {
            return;
        }
        for (String path : apiGateway.pathsTo(id)) {
            run(Part.BASE_PATH_MAPPING.words() + " " + path, () -> apiGateway.delete(Part.BASE_PATH_MAPPING, path));
        }
        step.publication().text(Publication.STAGE).ifPresent(name -> stage(id, name));
        Instant slot = step.slot(Pace.DELETE);
        if (step.now().isBefore(slot)) {
            later = slot;
            return;
        }
        run(what, () -> apiGateway.delete(Part.REST_API, id));
        step.used(Pace.DELETE);
    }

    /** Deletes a link; returns once it is gone. */
    private void vpcLink(String what, String id) {
        var found = apiGateway.vpcLink(id);
        if (found.isEmpty() || !isOurs(what, found.get().tags())) {
            return;
        }
        if (found.get().status() == VpcLinkStatus.PENDING) {
            throw new VpcLinkPendingException(what + " is PENDING: it can be deleted once it is AVAILABLE or FAILED.");
        }
        if (found.get().status() == VpcLinkStatus.DELETING || run(what, () -> apiGateway.delete(Part.VPC_LINK, id))) {
            throw new VpcLinkDeletingException(what + " is being deleted.");
        }
        if (apiGateway
                .vpcLink(id)
                .filter(now -> now.status() == VpcLinkStatus.DELETING)
                .isPresent()) {
            // Its deletion had begun, although it showed as AVAILABLE.
            leftovers.remove(leftovers.size() - 1);
            throw new VpcLinkDeletingException(what + " is being deleted.");
        }
    }

    /** Whether something is ours; if it is not, it is left. */
    private boolean isOurs(String what, Map<String, String> tags) {
        boolean ours = apiGateway.isOurs(tags);
        if (!ours) {
            leave(what, "It does not carry this stack's owner tag.");
        }
        return ours;
    }

    /** Does something that API Gateway may refuse; returns whether it did. */
    private boolean run(String what, Runnable change) {
        try {
            change.run();
            step.log().with("resource", what).info("Done");
            return true;
        } catch (AwsServiceException e) {
            var failure = AwsFailure.of(e);
            if (failure.passes()) {
                throw failure;
            }
            leave(what, failure.getMessage());
            return false;
        }
    }

    private void leave(String what, String reason) {
        leftovers.add(what + ": " + reason);
        step.log().with("resource", what).with("reason", reason).warn("Left over");
    }
}
