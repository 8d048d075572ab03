# AWS's private integration as people write it for Terraform, with something of everything that can be changed in place.
# `.ci/infrastructure` applies it to the local AWS.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {
  type        = string
  description = "Where the local AWS is."
}

variable "port" {
  type        = number
  description = "A backend's port on the loopback."
}

variable "name" {
  type = string
}

variable "round" {
  type        = number
  description = "Another value changes what can be changed in place."
}

provider "aws" {
  region                  = "us-east-1"
  access_key              = "test"
  secret_key              = "test"
  skip_metadata_api_check = true
  max_retries             = 3
  endpoints {
    apigateway = var.endpoint
    elbv2      = var.endpoint
    sts        = var.endpoint
  }
  default_tags {
    tags = {
      round = var.round
    }
  }
}

resource "aws_lb" "this" {
  name                             = var.name
  internal                         = true
  load_balancer_type               = "network"
  subnets                          = ["subnet-0a1b2c3d"]
  enable_cross_zone_load_balancing = var.round == 2
}

resource "aws_lb_target_group" "this" {
  name        = var.name
  port        = var.port
  protocol    = "TCP"
  target_type = "ip"
  vpc_id      = "vpc-0a1b2c3d"
  health_check {
    interval = 10 * var.round
  }
}

resource "aws_lb_target_group_attachment" "this" {
  target_group_arn = aws_lb_target_group.this.arn
  target_id        = "127.0.0.1"
  port             = var.port
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_api_gateway_vpc_link" "this" {
  name        = "${var.name}-${var.round}"
  description = "round ${var.round}"
  target_arns = [aws_lb.this.arn]
}

resource "aws_api_gateway_rest_api" "this" {
  name        = "${var.name}-${var.round}"
  description = "round ${var.round}"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

# Every path and method, through a stage variable.

resource "aws_api_gateway_resource" "proxy" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "proxy" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_resource.proxy.id
  http_method   = "ANY"
  authorization = var.round == 1 ? "NONE" : "AWS_IAM"
  request_parameters = {
    "method.request.path.proxy"                     = true
    "method.request.querystring.round-${var.round}" = false
  }
}

resource "aws_api_gateway_integration" "proxy" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_resource.proxy.id
  http_method             = aws_api_gateway_method.proxy.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "ANY"
  connection_type         = "VPC_LINK"
  connection_id           = "$${stageVariables.vpcLinkId}"
  uri                     = "http://${aws_lb.this.dns_name}/round-${var.round}/{proxy}"
  timeout_milliseconds    = 1000 * var.round
  request_parameters = {
    "integration.request.path.proxy"                  = "method.request.path.proxy"
    "integration.request.header.X-Round-${var.round}" = "'${var.round}'"
  }
}

# One method, not a proxy, with the link's id.

resource "aws_api_gateway_resource" "health" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "health-${var.round}"
}

resource "aws_api_gateway_method" "health" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = aws_api_gateway_resource.health.id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "health" {
  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_resource.health.id
  http_method             = aws_api_gateway_method.health.http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.this.id
  uri                     = "http://${aws_lb.this.dns_name}/"
}

resource "aws_api_gateway_method_response" "health" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_resource.health.id
  http_method = aws_api_gateway_method.health.http_method
  status_code = "200"
  response_parameters = {
    "method.response.header.X-Round-${var.round}" = true
  }
}

resource "aws_api_gateway_integration_response" "health" {
  rest_api_id       = aws_api_gateway_rest_api.this.id
  resource_id       = aws_api_gateway_resource.health.id
  http_method       = aws_api_gateway_method.health.http_method
  status_code       = aws_api_gateway_method_response.health.status_code
  selection_pattern = var.round == 1 ? "200" : "2\\d\\d"
  response_parameters = {
    "method.response.header.X-Round-${var.round}" = "'yes'"
  }
  response_templates = {
    "application/json" = "{\"round\": ${var.round}}"
  }
  depends_on = [aws_api_gateway_integration.health]
}

# Deployed again when anything above changes.

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers = {
    round = var.round
  }
  depends_on = [aws_api_gateway_integration.proxy, aws_api_gateway_integration_response.health]
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "live"
  description   = "round ${var.round}"
  variables = {
    vpcLinkId           = aws_api_gateway_vpc_link.this.id
    "round${var.round}" = "yes"
  }
  xray_tracing_enabled = var.round == 2
}

resource "aws_api_gateway_method_settings" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    throttling_rate_limit  = 50 * var.round
    throttling_burst_limit = 20 * var.round
  }
}

output "invoke_url" {
  value = "${var.endpoint}/_aws/execute-api/${aws_api_gateway_rest_api.this.id}/${aws_api_gateway_stage.this.stage_name}"
}
