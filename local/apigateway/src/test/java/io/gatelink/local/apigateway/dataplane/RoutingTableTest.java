package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTableTest {

    private final RoutingTable table = new RoutingTable(List.of(
            resource("/", "GET"),
            resource("/orders", "GET", "POST", "ANY"),
            resource("/orders/{id}", "GET"),
            resource("/orders/{id}/lines", "GET"),
            resource("/orders/new", "GET"),
            resource("/orders/new/{step+}", "GET"),
            resource("/files"),
            resource("/files/{path+}", "ANY"),
            resource("/a-b_c.d:e", "GET"),
            resource("/only/{x}/deep", "GET")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | ''                   | /                    | {}
            GET    | /                    | /                    | {}
            GET    | //                   | /                    | {}
            GET    | /orders              | /orders              | {}
            GET    | /orders/             | /orders              | {}
            GET    | /%6Frders            | /orders              | {}
            GET    | /orders/17           | /orders/{id}         | {id=17}
            GET    | /orders/a%2Fb%20c    | /orders/{id}         | {id=a%2Fb%20c}
            GET    | /orders/17/          | /orders/{id}         | {id=17}
            GET    | /orders/new          | /orders/new          | {}
            GET    | /orders/new/1/2/     | /orders/new/{step+}  | {step=1/2/}
            GET    | /orders/17/lines     | /orders/{id}/lines   | {id=17}
            GET    | /orders/new/lines    | /orders/new/{step+}  | {step=lines}
            DELETE | /files/a//b/%2e%2e/c | /files/{path+}       | {path=a//b/%2e%2e/c}
            GET    | /files/x             | /files/{path+}       | {path=x}
            GET    | /a-b_c.d:e           | /a-b_c.d:e           | {}
            GET    | /only/1/deep         | /only/{x}/deep       | {x=1}
            """)
    void theMostSpecificResourceIsFound(String method, String path, String resource, String parameters) {
        RoutingTable.Match match = table.match(path, method);

        assertThat(match.method().resource().path()).isEqualTo(resource);
        assertThat(match.pathParameters()).hasToString(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/",
        "GET,/nothing",
        "GET,/files",
        "GET,/files/",
        "GET,/orders/17/other",
        "POST,/orders/17",
        "GET,/ORDERS",
        "GET,/only/1",
        "GET,/only",
        "GET,/only//deep",
        "GET,/orders/17/lines/1"
    })
    void whereNoResourceFitsOrItHasNoSuchMethodNothingIsFound(String method, String path) {
        assertThat(table.match(path, method)).isNull();
    }

    @Test
    void aMethodOfItsOwnComesBeforeAny() {
        assertThat(table.match("/orders", "POST").method().method().httpMethod())
                .isEqualTo("POST");
        assertThat(table.match("/orders", "PUT").method().method().httpMethod()).isEqualTo("ANY");
        assertThat(table.match("/orders", "TRACE"))
                .as("ANY stands for seven methods")
                .isNull();
    }

    private static Resource resource(String path, String... methods) {
        return new Resource(
                "id",
                null,
                null,
                path,
                Stream.of(methods)
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> new Method(
                                        name, "NONE", null, false, null, null, Map.of(), Map.of(), Map.of(), null))));
    }
}
