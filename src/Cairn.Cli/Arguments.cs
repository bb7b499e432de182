using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Cairn.Cli;

/// <summary>The kinds of arguments and options. Numbers are read the same way in every country.</summary>
static class Arguments
{
    internal static Argument<string> Word(string name, string description) => new(name) { Description = description };

    internal static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    /// <summary>An option that can be given several times, with one value each.</summary>
    internal static Option<string[]> Texts(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore };

    internal static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON document to the standard output, and nothing else there",
    };

    internal static Option<long?> Whole(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result => Parse(result, "a whole number",
            text => (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number), number)),
    };

    /// <summary>A number above 0 and below 1.</summary>
    internal static Option<double?> Share(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result => Parse(result, "a number above 0 and below 1, such as 0.2,",
            text => (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && number is > 0 and < 1, number)),
    };

    static T? Parse<T>(ArgumentResult result, string wanted, Func<string, (bool Good, T Value)> read) where T : struct
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var (good, value) = read(text);
        if (!good) result.AddError($"{((OptionResult)result.Parent!).Option.Name}: {wanted} is needed, got '{text}'");
        return value;
    }
}
