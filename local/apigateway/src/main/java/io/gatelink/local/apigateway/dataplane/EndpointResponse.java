package io.gatelink.local.apigateway.dataplane;

import java.util.ArrayList;
import java.util.List;
import org.apache.http.Header;

/** What the backend answered. */
record EndpointResponse(int status, Header[] headers, byte[] body) {

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
