package io.gatelink.functions.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A resource of API Gateway that is made for a load balancer; its id is an attribute of the load balancer's item. They
 * are in the order in which API Gateway lets them go.
 */
public enum Part {
    USAGE_PLAN("usagePlan", "usage plan"),
    API_KEY("apiKey", "API key"),
    /** Its id is domain and path. It has no tags: it is ours if it leads to an API of ours. */
    BASE_PATH_MAPPING("basePathMapping", "base path mapping"),
    REST_API("restApi", "REST API"),
    VPC_LINK("vpcLink", "VPC link");

    private final String attribute;
    private final String words;

    Part(String attribute, String words) {
        this.attribute = attribute;
        this.words = words;
    }

    /** The attributes of all. */
    public static List<String> attributes() {
        return Arrays.stream(values()).map(Part::attribute).toList();
    }

    /** The attribute that holds the id, or {@code creating@<time>}. */
    public String attribute() {
        return attribute;
    }

    /** Where API Gateway has the one of an id. */
    public String path(String id) {
        return "/" + attribute.toLowerCase(Locale.ROOT) + "s/" + id;
    }

    /** The one of an id among the strays of an item. */
    public String stray(String id) {
        return attribute + ":" + id;
    }

    /** For people, such as {@code REST API}. */
    public String words() {
        return words;
    }
}
