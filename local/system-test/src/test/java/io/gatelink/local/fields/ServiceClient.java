package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.fields.Trial.Outcome;
import java.util.Set;

/** Calls the operations of a service by their names, and knows the fields of their requests. */
interface ServiceClient {

    Outcome call(String operation, JsonNode request);

    /** The paths of all fields of an operation's request that are no structures themselves. */
    Set<String> leaves(String operation);

    /** What a field of a request is called where it is sent, e.g. {@code x-amz-mfa}. */
    String sentAs(String operation, String path);
}
