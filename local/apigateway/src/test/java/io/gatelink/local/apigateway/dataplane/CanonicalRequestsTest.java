package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms that clients sign, of which some differ from the SDK's. */
class CanonicalRequestsTest {

    private static final String HOST = "127.0.0.1:7000";

    /** {@code curl --aws-sigv4}, version 7.88, neither encodes nor sorts. */
    @Test
    void curlSignsPathAndQueryAsTheyAre() {
        assertThat(canonical("/a%20b//c", "b=2&a=%20&c"))
                .contains("GET\n/a%20b//c\nb=2&a=%20&c\nhost:" + HOST + "\n\nhost\nHASH");
    }

    /** Encoded once more and normalized; the query sorted, but encoded as the caller had it. */
    @Test
    void botocoreNormalizesThePathAndSortsTheQuery() {
        assertThat(canonical("/a%20b//c/../d", "b=2+3&a=%20&c"))
                .contains("GET\n/a%2520b/d\na=%20&b=2+3&c=\nhost:" + HOST + "\n\nhost\nHASH");
    }

    /** The SDKs take the query apart and encode it afresh. */
    @Test
    void theSdkEncodesTheQueryAfresh() {
        assertThat(canonical("/x", "b=%2f:&b=%2B&a"))
                .contains("GET\n/x\na=&b=%2B&b=%2F%3A\nhost:" + HOST + "\n\nhost\nHASH");
    }

    @Test
    void aPlainRequestHasOneForm() {
        assertThat(canonical("/orders/17", "a=1&b=2"))
                .containsExactly("GET\n/orders/17\na=1&b=2\nhost:" + HOST + "\n\nhost\nHASH");
    }

    private static List<String> canonical(String path, String query) {
        return CanonicalRequests.of(
                new Request("GET", path, query, Map.of("Host", List.of(HOST)), null),
                new Signature("a", "b/c/d/e", List.of("host"), "", "", Instant.EPOCH, null, false),
                "HASH");
    }
}
