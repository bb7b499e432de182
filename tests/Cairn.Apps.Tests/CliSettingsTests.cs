using System.Globalization;
using System.Reflection;
using Cairn.Cli;
using Cairn.Cli.Models;
using Cairn.Preprocessing;

namespace Cairn.Tests;

/// <summary>What the command line says of a setting is what its recipe does.</summary>
public class CliSettingsTests
{
    static IEnumerable<(Func<object> Make, RecipeSetting Setting)> Numbers =>
        ModelChoice.All.Select(m => (Func<object>)m.Recipe).Append(() => new TablePreparation())
            .SelectMany(make => RecipeSettings.Of(make()).Select(s => (make, s)))
            .Where(s => s.s.Property.PropertyType == typeof(int) || s.s.Property.PropertyType == typeof(double) || s.s.Property.PropertyType == typeof(double?));

    [Fact]
    public void Every_number_declares_its_range_and_its_recipe_keeps_it()
    {
        int ends = 0;
        foreach (var (make, setting) in Numbers)
        {
            var range = setting.Range;
            Assert.True(range is not null, $"{setting.Property.DeclaringType!.Name}.{setting.Name} has no [Range]");
            bool isWhole = setting.Property.PropertyType == typeof(int);
            foreach (var (limit, isExclusive, outward) in new[] { (range.Minimum, range.MinimumIsExclusive, -1),
                (range.Maximum, range.MaximumIsExclusive, 1) })
            {
                double end = Convert.ToDouble(limit, CultureInfo.InvariantCulture);
                if ((isWhole && end is int.MaxValue or int.MinValue) || double.IsInfinity(end)) continue;
                object Value(double v) => isWhole ? (object)(int)v : v;
                double beyond = isWhole ? end + outward : outward > 0 ? Math.BitIncrement(end) : Math.BitDecrement(end);
                double within = isWhole ? end - outward : outward > 0 ? Math.BitDecrement(end) : Math.BitIncrement(end);
                Set(make(), setting, Value(within));
                if (isExclusive) Refuses(make(), setting, Value(end));
                else Set(make(), setting, Value(end));
                Refuses(make(), setting, Value(beyond));
                ends++;
            }
            if (!isWhole) Refuses(make(), setting, double.NaN);
        }
        Assert.True(ends >= 4, $"{ends} ends of ranges were tried");
    }

    static void Set(object recipe, RecipeSetting setting, object value)
    {
        setting.Property.SetValue(recipe, value);
        Assert.Equal(value, setting.Property.GetValue(recipe));
    }

    static void Refuses(object recipe, RecipeSetting setting, object value)
    {
        var thrown = Assert.Throws<TargetInvocationException>(() => setting.Property.SetValue(recipe, value));
        Assert.Equal(setting.Name, Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException).ParamName);
    }

    [Fact]
    public void Every_default_reads_back_from_its_text()
    {
        foreach (var model in ModelChoice.All)
            foreach (var setting in model.Settings.Concat(ModelChoice.Preparation)) Assert.Equal(setting.Default,
                setting.Parse(setting.DefaultText));
    }

    [Theory]
    [InlineData("trian", "train")]
    [InlineData("pred", "predict")]
    [InlineData("TRAIN", "train")]
    [InlineData("qwertz", null)]
    [InlineData("", null)]
    public void The_nearest_word(string word, string? expected) => Assert.Equal(expected, Nearest.Of(word, ["train", "predict", "list"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 2)]
    public void Edits_are_counted(string a, string b, int edits)
    {
        Assert.Equal(edits, Nearest.Edits(a, b));
        Assert.Equal(edits, Nearest.Edits(b, a));
    }

    [Theory]
    [InlineData("f.csv, line 3: 2 fields where the first row has 3; CsvOptions.RaggedRows can pad or skip such rows",
        "f.csv, line 3: 2 fields where the first row has 3")]
    [InlineData("x: expected 4 features, got 3 (Parameter 'x')", "expected 4 features, got 3")]
    [InlineData("target: 'y' holds text; use classification", "target: 'y' holds text; use classification")]
    public void Remedies_in_code_are_not_shown_at_a_prompt(string message, string shown) =>
        Assert.Equal(shown, Wording.AtThePrompt(message));

    [Fact]
    public void A_message_is_one_line_without_escape_codes() => Assert.Equal("a b ?[31m", Wording.OneLine("a\nb\t\u001b[31m"));

    [Theory]
    [InlineData(false, null, "xterm", true)]
    [InlineData(false, "", "xterm", true)]
    [InlineData(false, "1", "xterm", false)]
    [InlineData(false, null, "dumb", false)]
    [InlineData(true, null, "xterm", false)]
    public void A_bar_is_drawn_on_a_willing_terminal_only(bool redirected, string? noColor, string? terminal, bool draws) =>
        Assert.Equal(draws, Watcher.MayDraw(redirected, noColor, terminal));
}
