using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Cairn.Cli.Commands;

namespace Cairn.Cli;

/// <summary>The help of a command, followed by what does not fit into a list of options.</summary>
sealed class HelpWithMore(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command.Name == TrainCommand.Name)
            parseResult.InvocationConfiguration.Output.WriteLine(TrainCommand.MoreHelp());
        return ExitCode.Done;
    }
}
