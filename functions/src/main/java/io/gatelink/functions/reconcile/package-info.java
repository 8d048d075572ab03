/**
 * The handler of the workflow {@code reconcile}: it finds the load balancers for which {@code publish} has to run.
 * Begin with {@link FindDifferencesHandler}; {@code Differences} compares.
 */
package io.gatelink.functions.reconcile;
