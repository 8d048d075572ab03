package io.gatelink.functions.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.Wanted;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;

class TimeoutQuotaTest {

    private static final LoadBalancerArn ARN = LoadBalancerArn.of(
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188");

    private static RuntimeException refusal(BadRequestException e) {
        return TimeoutQuota.refusal(
                e,
                ARN,
                new Wanted(
                        "http://orders.example.com:80",
                        "AWS_IAM",
                        "live",
                        "/",
                        "2xx",
                        "60000",
                        "http_proxy",
                        "buffered",
                        null,
                        null,
                        null,
                        "0".repeat(64)));
    }

    @Test
    void aTimeOutPastTheQuotaComesWithTheWaysToRaiseTheQuotaAndToLowerTheTimeOut() {
        var refused = BadRequestException.builder()
                .message("Timeout should be between 50 ms and 29000 ms")
                .build();

        assertThat(refusal(refused))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("API Gateway refused to wait 60000 ms for load balancer orders (Timeout should be between "
                        + "50 ms and 29000 ms): have the account's quota \"Maximum integration timeout in "
                        + "milliseconds\" raised with aws service-quotas request-service-quota-increase "
                        + "--service-code apigateway --quota-code L-E5AE38E3 --desired-value 60000, or run aws elbv2 "
                        + "add-tags --resource-arns " + ARN + " --tags Key=gatelink:timeout-ms,Value=29000.");
    }

    @Test
    void anotherRefusalStaysWhatItIs() {
        var refused =
                BadRequestException.builder().message("Invalid HTTP endpoint").build();

        assertThat(refusal(refused)).isSameAs(refused);
    }
}
