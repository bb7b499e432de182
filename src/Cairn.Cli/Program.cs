using System.CommandLine;
using System.Runtime.InteropServices;
using Cairn.Cli;
using Cairn.Cli.Commands;

var root = new RootCommand("Cairn: from a data file to a trained, saved and used model.")
{
    TrainCommand.Make(),
    PredictCommand.Make(),
    EvaluateCommand.Make(),
    InspectCommand.Make(),
    ListCommand.Make(),
};

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
    // Work looks at the token every 50 ms; what does not, such as reading a pipe, is left behind. Files appear whole or not at all.
    new Thread(() => { Thread.Sleep(800); Environment.Exit(ExitCode.Interrupted); }) { IsBackground = true }.Start();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine("cairn: " + error.Message);
    Console.Error.WriteLine($"cairn: see '{SelfCommand.Text} {string.Join(' ', parsed.CommandResult.Command == root ? [] : new[] { parsed.CommandResult.Command.Name })} --help'".Replace("  ", " ", StringComparison.Ordinal));
    return ExitCode.Usage;
}
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("cairn: interrupted, nothing was written");
    return ExitCode.Interrupted;
}
catch (UsageException wrong)
{
    Console.Error.WriteLine("cairn: " + wrong.Message);
    return ExitCode.Usage;
}
catch (Exception failed) when (failed is ArgumentException or InvalidOperationException or NotSupportedException or IOException
    or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine("cairn: " + OneLine(failed.Message));
    return ExitCode.Failed;
}

// The runtime appends "(Parameter 'x')" to the message of an argument exception: of no use to a person at a prompt.
static string OneLine(string message)
{
    int tail = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
    return (tail < 0 ? message : message[..tail]).ReplaceLineEndings(" ");
}
