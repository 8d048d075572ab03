/** What rules can send events to: functions, state machines, topics. Each class is one kind of target. */
package io.gatelink.local.events.targets;
