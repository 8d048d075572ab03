/**
 * The handlers of the workflow {@code publish}, one class for each Task state: {@code Create VPC link} is
 * {@link CreateVpcLinkHandler}. Read them in the order of {@code statemachine/publish.asl.yaml}, from
 * {@link TakeTurnHandler} on.
 */
package io.gatelink.functions.publish;
