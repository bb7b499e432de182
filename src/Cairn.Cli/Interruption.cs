using System.Runtime.InteropServices;

namespace Cairn.Cli;

/// <summary>Ends the program within a second after Ctrl-C or a request to terminate, with every file whole or not there.</summary>
/// <remarks>A fit looks at the token every 50 ms. What does not look, such as reading a pipe, is left behind after a grace
/// period.</remarks>
sealed class Interruption : IDisposable
{
    const int GraceMilliseconds = 300;

    internal const string Message = "cairn: interrupted, nothing was written";

    readonly CancellationTokenSource _stop = new();
    readonly Lock _gate = new();
    readonly PosixSignalRegistration _interrupt, _terminate;
    bool _finishing;

    internal Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Is cancelled by the signal.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>Runs the last part of a command, the quick one that makes files: it is done whole, or not begun.</summary>
    /// <exception cref="OperationCanceledException">The signal came first.</exception>
    internal void Finish(Action write)
    {
        lock (_gate)
        {
            Token.ThrowIfCancellationRequested();
            write();
            _finishing = true;
        }
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _stop.Cancel();
        new Thread(() =>
        {
            Thread.Sleep(GraceMilliseconds);
            lock (_gate)
            {
                if (_finishing) return;
                Watcher.RestoreTerminal();
                Console.Error.WriteLine(Message);
                Environment.Exit(ExitCode.Interrupted);
            }
        })
        { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }
}
