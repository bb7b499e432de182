namespace Cairn.Cli;

/// <summary>What the program tells the shell.</summary>
static class ExitCode
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;
    internal const int Interrupted = 130;
}
