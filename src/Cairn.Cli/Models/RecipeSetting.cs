using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Cairn.LinearModels;

namespace Cairn.Cli.Models;

/// <summary>A property of a recipe that <c>--set</c> can change.</summary>
/// <param name="Property">The property.</param>
/// <param name="Default">Its default value.</param>
sealed record RecipeSetting(PropertyInfo Property, object? Default)
{
    internal string Name => Property.Name;

    /// <summary>The property's type; of one that may be null, the type without.</summary>
    Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    bool MayBeNone => Type != Property.PropertyType || Type == typeof(ValueList<int>);

    /// <summary>What may be written, in words: the type and its range.</summary>
    internal string Values => (MayBeNone ? "none, or " : "") + Type switch
    {
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) || t == typeof(long) => "a whole number" + RangeText,
        var t when t == typeof(double) => "a number" + RangeText,
        var t when t == typeof(ValueList<int>) => "whole numbers" + RangeText + ", joined by +",
        var t when t == typeof(Penalty) => "none, or l2:STRENGTH with a number above 0",
        var t => string.Join(" or ", Enum.GetNames(t)) + (IsFlags ? ", several joined by +" : ""),
    };

    bool IsFlags => Type.IsDefined(typeof(FlagsAttribute), inherit: false);

    /// <summary>The declared range, or null.</summary>
    internal RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    /// <summary>The default as it would be written, in a form that no shell minds.</summary>
    internal string DefaultText => Text(Default);

    string RangeText
    {
        get
        {
            if (Range is not { Minimum: not double.MinValue } range) return "";
            string low = (range.MinimumIsExclusive ? " above " : " from ") + Text(range.Minimum);
            bool open = range.Maximum is int.MaxValue or long.MaxValue or double.MaxValue or double.PositiveInfinity;
            if (open) return low + (range.MinimumIsExclusive ? "" : " on");
            return low + (range.MaximumIsExclusive ? ", below " : " to ") + Text(range.Maximum);
        }
    }

    static string Text(object? value) => value switch
    {
        null => "none",
        ValueList<int> list => list.Count == 0 ? "none" : string.Join('+', list.Select(n => n.ToString(CultureInfo.InvariantCulture))),
        bool flag => flag ? "true" : "false",
        Penalty penalty => penalty.Strength == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"l2:{penalty.Strength:R}"),
        double number => number.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant(),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>A value as an expression of C#.</summary>
    internal static string Code(object? value) => value switch
    {
        null => "null",
        ValueList<int> list => $"[{string.Join(", ", list.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]",
        bool flag => flag ? "true" : "false",
        double number when double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture) is var digits
            && digits.AsSpan().ContainsAny(".E") ? digits : digits + ".0",
        double number => double.IsNaN(number) ? "double.NaN" : number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
        Penalty penalty => penalty == Penalty.None ? "Penalty.None" : $"Penalty.{penalty}",
        Enum choice => string.Join(" | ", choice.ToString().Split(", ").Select(name => $"{choice.GetType().Name}.{name}")),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>The value that a text stands for.</summary>
    internal object? Parse(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        var type = Type;
        if (MayBeNone && text.Equals("none", StringComparison.OrdinalIgnoreCase)) return type == typeof(ValueList<int>) ? new ValueList<int>() : null;
        if (type == typeof(ValueList<int>) && ParseList(text) is { } list) return list;
        if (type == typeof(bool) && bool.TryParse(text, out bool flag)) return flag;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int small)) return small;
        if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long whole)) return whole;
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, culture, out double number)) return number;
        if (type == typeof(Penalty) && ParsePenalty(text) is { } penalty) return penalty;
        if (IsFlags && text.Split('+') is { Length: > 1 } parts)
            return Enum.ToObject(type, parts.Aggregate(0, (all, part) => all | Convert.ToInt32(Parse(part), culture)));
        if (type.IsEnum && Enum.GetNames(type).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
            return Enum.Parse(type, name);
        throw Refusal(text);
    }

    /// <summary>The error that says what is possible.</summary>
    internal UsageException Refusal(string text) => new($"--set {Name}={text}: {Name} is {Values}; its default is {DefaultText}");

    static ValueList<int>? ParseList(string text)
    {
        var list = new List<int>();
        foreach (string part in text.Split('+'))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return null;
            list.Add(number);
        }
        return [.. list];
    }

    static Penalty? ParsePenalty(string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return Penalty.None;
        string digits = text.StartsWith("l2:", StringComparison.OrdinalIgnoreCase) ? text[3..] : "";
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double strength) && strength > 0
            && double.IsFinite(strength)
            ? Penalty.L2(strength) : null;
    }
}
