package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.BodyStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;

/**
 * What the backend answered.
 *
 * @param body   empty if the answer is a stream
 * @param stream the body of an answer that is passed on as it comes; {@code null} if {@code body} is all there is
 */
record EndpointResponse(int status, Header[] headers, byte[] body, BodyStream stream) {

    /** An answer whose whole body is there. */
    EndpointResponse(int status, Header[] headers, byte[] body) {
        this(status, headers, body, null);
    }

    /** The values of a header, in their order. */
    List<String> values(String name) {
        var values = new ArrayList<String>();
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                values.add(header.getValue());
            }
        }
        return values;
    }
}
