package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.states.model.StateMachineDefinition;
import io.gatelink.local.states.validation.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Step Functions: Standard state machines in the JSONata dialect, and their executions. Methods are named like AWS's
 * operations, and throw {@link AwsException} with its errors and texts. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html">API reference</a>
 */
public final class StatesService {

    private final Account account;
    private final Function<String, Optional<TaskResource>> resources;
    private final ExecutionListener listener;
    private final Consumer<StateMachine> keyAccess;
    private final StateMachines machines;
    private final Map<String, ExecutionRun> runs = new LinkedHashMap<>();
    private final Map<String, List<Execution>> executions = new LinkedHashMap<>();

    /**
     * @param resources finds what a Task state's Resource stands for; empty for what is not supported
     * @param listener  follows all executions
     */
    public StatesService(
            Account account, Function<String, Optional<TaskResource>> resources, ExecutionListener listener) {
        this(account, resources, listener, stateMachine -> {});
    }

    /**
     * @param keyAccess throws if a state machine's role may not use the key that encrypts its executions:
     *                  {@link AwsException} KmsAccessDeniedException, KmsInvalidStateException
     */
    public StatesService(
            Account account,
            Function<String, Optional<TaskResource>> resources,
            ExecutionListener listener,
            Consumer<StateMachine> keyAccess) {
        this.account = account;
        this.resources = resources;
        this.listener = listener;
        this.keyAccess = keyAccess;
        this.machines = new StateMachines(account, this::supported);
    }

    /**
     * Creates a state machine under an ARN that its template or its caller decided. Doing the same again changes
     * nothing.
     *
     * @param definition in the Amazon States Language
     * @param type       {@code STANDARD}
     * @throws AwsException InvalidDefinition, with everything that is wrong; StateMachineAlreadyExists, if a different
     *                      one has that ARN; StateMachineTypeNotSupported
     */
    public StateMachine createStateMachine(String arn, String name, String definition, String type) {
        return createStateMachine(new StateMachineRequest(
                arn,
                name,
                type,
                "arn:" + account.partition() + ":iam::" + account.id() + ":role/" + name + "Role",
                definition,
                Optional.empty()));
    }

    /** Creates a state machine, as above. */
    public StateMachine createStateMachine(StateMachineRequest machine) {
        forgetDeleted(machine.arn());
        StateMachine created = machines.create(machine);
        executions.computeIfAbsent(machine.arn(), arn -> new ArrayList<>());
        return created;
    }

    /** Creates a Standard state machine whose definition the method above has checked before, in another account. */
    public StateMachine createStateMachine(StateMachineRequest machine, StateMachineDefinition checked) {
        executions.put(machine.arn(), new ArrayList<>());
        return machines.create(machine, checked);
    }

    /**
     * Changes a state machine. Executions that run go on as they began.
     *
     * @param definition empty to leave it as it is
     * @param roleArn    empty to leave it as it is
     * @throws AwsException InvalidArn, InvalidDefinition, StateMachineDoesNotExist, StateMachineDeleting
     */
    public StateMachine updateStateMachine(
            String stateMachineArn, Optional<String> definition, Optional<String> roleArn) {
        return machines.update(describeStateMachine(stateMachineArn), definition, roleArn);
    }

    /**
     * Changes a state machine into what a request says. Executions that run go on as they began.
     *
     * @throws AwsException as the method above
     */
    public StateMachine updateStateMachine(StateMachineRequest machine) {
        return machines.update(
                describeStateMachine(machine.arn()),
                Optional.of(machine.definition()),
                Optional.of(machine.roleArn()),
                machine.encryption());
    }

    /**
     * Deletes a state machine, if there is one of that ARN, once no execution of it runs; those that do are aborted
     * when they are about to enter their next state.
     *
     * @throws AwsException InvalidArn
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html">
     *      DeleteStateMachine</a>
     */
    public void deleteStateMachine(String stateMachineArn) {
        Requests.checkArn(stateMachineArn, "stateMachine");
        machines.delete(stateMachineArn);
        forgetDeleted(stateMachineArn);
    }

    private void forgetDeleted(String stateMachineArn) {
        if (machines.isDeleting(stateMachineArn)
                && executions.get(stateMachineArn).stream().allMatch(Execution::closed)) {
            machines.remove(stateMachineArn);
            executions.remove(stateMachineArn);
        }
    }

    /** Whether a state machine is only there until its executions have ended. */
    public boolean isDeleting(String stateMachineArn) {
        return machines.isDeleting(stateMachineArn);
    }

    /** Everything that is wrong with a definition; empty if nothing is. */
    public List<Problem> validateStateMachineDefinition(String definition) {
        return machines.problems(definition);
    }

    Account account() {
        return account;
    }

    private boolean supported(String resource) {
        return resources.apply(resource).isPresent();
    }

    /** @throws AwsException InvalidArn, StateMachineDoesNotExist */
    public StateMachine describeStateMachine(String stateMachineArn) {
        Requests.checkArn(stateMachineArn, "stateMachine");
        forgetDeleted(stateMachineArn);
        return machines.find(stateMachineArn)
                .orElseThrow(() -> new AwsException(
                        "StateMachineDoesNotExist", 400, "State Machine Does Not Exist: '" + stateMachineArn + "'"));
    }

    /**
     * @param maxResults 0 for the default, 100
     * @param nextToken  {@code null} for the first page
     */
    public Page<StateMachine> listStateMachines(int maxResults, String nextToken) {
        machines.list().forEach(machine -> forgetDeleted(machine.arn()));
        return Paging.page(machines.list(), stateMachine -> true, false, "state machines", maxResults, nextToken);
    }

    /**
     * Starts an execution. While one of the same name and input runs, that one is the answer.
     *
     * @param name  {@code null} for one that Step Functions makes up
     * @param input JSON; {@code null} for an empty object
     * @throws AwsException InvalidArn, InvalidName, InvalidExecutionInput, StateMachineDoesNotExist,
     *                      ExecutionAlreadyExists, if the name was used otherwise; ValidationException;
     *                      KmsAccessDeniedException or KmsInvalidStateException, if the state machine's role cannot
     *                      use its key
     */
    public Execution startExecution(String stateMachineArn, String name, String input) {
        if (name != null) {
            Requests.checkName(name);
        }
        String inputText = input == null ? "{}" : input;
        JsonNode parsed = Requests.parseInput(inputText);
        StateMachine stateMachine = describeStateMachine(stateMachineArn);
        machines.requireNotDeleting(stateMachineArn);
        String executionName = name == null ? account.newUuid().toString() : name;
        String arn = account.arn("states", "execution:" + stateMachine.name() + ":" + executionName);
        ExecutionRun existing = runs.get(arn);
        if (existing != null) {
            if (!existing.over() && existing.execution().inputText().equals(inputText)) {
                return existing.execution();
            }
            throw new AwsException("ExecutionAlreadyExists", 400, "Execution Already Exists: '" + arn + "'");
        }
        keyAccess.accept(stateMachine);
        var execution = new Execution(
                arn,
                executionName,
                stateMachine,
                inputText,
                parsed,
                account.loop().instant());
        var run = new ExecutionRun(account, execution, resources, listener, () -> machines.isDeleting(stateMachineArn));
        runs.put(arn, run);
        executions.get(stateMachineArn).add(execution);
        run.start();
        return execution;
    }

    /** @throws AwsException InvalidArn, ExecutionDoesNotExist */
    public Execution describeExecution(String executionArn) {
        return run(executionArn).execution();
    }

    /** The state machine as it was when the execution started. */
    public StateMachine describeStateMachineForExecution(String executionArn) {
        return run(executionArn).execution().stateMachine();
    }

    /**
     * Newest first.
     *
     * @param statusFilter {@code null} for all
     * @param maxResults   0 for the default, 100
     * @param nextToken    {@code null} for the first page
     */
    public Page<Execution> listExecutions(
            String stateMachineArn, String statusFilter, int maxResults, String nextToken) {
        Optional<ExecutionStatus> status = statusFilter == null ? Optional.empty() : Requests.status(statusFilter);
        describeStateMachine(stateMachineArn);
        return Paging.page(
                executions.get(stateMachineArn),
                execution -> statusFilter == null || status.equals(Optional.of(execution.status())),
                true,
                "executions " + stateMachineArn + " " + statusFilter,
                maxResults,
                nextToken);
    }

    /**
     * @param maxResults   0 for the default, 100
     * @param nextToken    {@code null} for the first page
     * @param reverseOrder newest first
     */
    public Page<HistoryEvent> getExecutionHistory(
            String executionArn, int maxResults, String nextToken, boolean reverseOrder) {
        return Paging.page(
                run(executionArn).execution().events(),
                event -> true,
                reverseOrder,
                "history " + executionArn + " " + reverseOrder,
                maxResults,
                nextToken);
    }

    /**
     * Ends an execution with the status ABORTED. One that is over stays as it is.
     *
     * @param error {@code null} for none
     * @param cause {@code null} for none
     */
    public Execution stopExecution(String executionArn, String error, String cause) {
        Requests.checkLength(error, "error", 256);
        Requests.checkLength(cause, "cause", 32_768);
        ExecutionRun run = run(executionArn);
        run.abort(Failure.of(error, cause));
        return run.execution();
    }

    /**
     * Lets an execution that failed, timed out or was stopped go on from the state that did not succeed. Asking again
     * with the same token within 15 minutes changes nothing.
     *
     * @param clientToken {@code null} for none
     * @return when it was redriven
     * @throws AwsException InvalidArn, ExecutionDoesNotExist, ExecutionNotRedrivable, ValidationException
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html">
     *      RedriveExecution</a>
     */
    public Instant redriveExecution(String executionArn, String clientToken) {
        if (clientToken != null) {
            Requests.checkClientToken(clientToken);
        }
        ExecutionRun run = run(executionArn);
        Instant now = account.loop().instant();
        Optional<Instant> answered = run.redrives().answered(clientToken, now);
        if (answered.isPresent()) {
            return answered.get();
        }
        redriveObstacle(run.execution()).ifPresent(reason -> {
            throw new AwsException("ExecutionNotRedrivable", 400, reason + ": '" + executionArn + "'");
        });
        keyAccess.accept(run.execution().stateMachine());
        run.redrive(now);
        run.redrives().remember(clientToken, now);
        return now;
    }

    /** Why an execution cannot be redriven now, in AWS's words; empty if it can. */
    public Optional<String> redriveObstacle(Execution execution) {
        String stateMachineArn = execution.stateMachine().arn();
        return machines.find(stateMachineArn).isEmpty() || machines.isDeleting(stateMachineArn)
                ? Optional.of("State machine is in DELETING status")
                : Redrives.obstacle(execution, account.loop().instant());
    }

    private ExecutionRun run(String executionArn) {
        Requests.checkArn(executionArn, "execution");
        ExecutionRun run = runs.get(executionArn);
        if (run == null) {
            throw new AwsException("ExecutionDoesNotExist", 400, "Execution Does Not Exist: '" + executionArn + "'");
        }
        return run;
    }
}
