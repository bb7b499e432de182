using System.Globalization;
using System.Text;
using Cairn.Persistence;

namespace Cairn.Layers;

/// <summary>How the filters of a convolution lie over the spatial axes: what its layers have in common.</summary>
readonly record struct FilterShape
{
    /// <summary>The most elements that strides, dilations or borders may span together along all axes, which bounds what a layer can make
    /// of a small input.</summary>
    internal const int MostElements = 1 << 16;

    internal FilterShape(string layer, int inputs, int outputs, PerAxis kernel, PerAxis stride, Padding padding, PerAxis dilation, int groups,
        int? axes, bool exact)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{layer}: {inputs} inputs and {outputs} outputs in {groups} groups: both numbers must be divisible "
                + "by the groups", nameof(groups));
        if (kernel.Count == 0) throw new ArgumentException($"{layer}: a kernel needs a size", nameof(kernel));
        IsExact = exact;
        Axes = axes ?? (kernel.Count > 1 ? kernel.Count : 2);
        if (Axes is < 1 or > 3) throw new ArgumentOutOfRangeException(nameof(axes), Axes, $"{layer}: there are one to three spatial axes");
        (Inputs, Outputs, Groups) = (inputs, outputs, groups);
        Kernel = Checked(layer, nameof(kernel), kernel, Axes, 1, 1);
        Stride = Checked(layer, nameof(stride), stride, Axes, 1, 1);
        Dilation = Checked(layer, nameof(dilation), dilation, Axes, 1, 1);
        Padding = padding.IsSame ? padding : Checked(layer, nameof(padding), padding.Widths, Axes, 0, 0);
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    internal int Groups { get; }

    internal int Axes { get; }

    internal PerAxis Kernel { get; }

    internal PerAxis Stride { get; }

    internal Padding Padding { get; }

    internal PerAxis Dilation { get; }

    /// <summary>True when sums are taken as they are written, by no algorithm that rounds otherwise.</summary>
    internal bool IsExact { get; }

    /// <summary>The taps of a filter, axis by axis.</summary>
    internal int[] Taps
    {
        get
        {
            var kernel = Kernel;
            return [.. Enumerable.Range(0, Axes).Select(a => kernel.At(a, 1))];
        }
    }

    /// <summary>The numbers, or what stands for none.</summary>
    /// <exception cref="ArgumentException">They are for another number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is too small, or all together are too large.</exception>
    internal static PerAxis Checked(string layer, string name, PerAxis numbers, int axes, int least, int otherwise)
    {
        if (numbers.Count == 0) return otherwise;
        numbers.Check(layer, name, axes, least);
        long elements = 1;
        for (int a = 0; a < axes; a++)
        {
            elements *= Math.Max(numbers.At(a, 0), 1);
            if (elements > MostElements)
                throw new ArgumentOutOfRangeException(name, numbers, string.Create(CultureInfo.InvariantCulture,
                    $"{layer}: {name} spans over {MostElements} elements"));
        }
        return numbers;
    }

    /// <summary>Numbers for windows over as many axes as an input will have.</summary>
    internal static PerAxis CheckedWindow(string layer, string name, PerAxis numbers) => numbers.Count > 0
        ? Checked(layer, name, numbers, numbers.Count, 1, 1) : throw new ArgumentException($"{layer}: {name} is not given", name);

    /// <summary>The windows of a pooling, their steps and their border.</summary>
    internal static (PerAxis Window, PerAxis Stride, Padding Padding) CheckedWindows(string layer, PerAxis window, PerAxis stride,
        Padding padding)
    {
        window = CheckedWindow(layer, nameof(window), window);
        stride = stride.Count == 0 ? window : CheckedWindow(layer, nameof(stride), stride);
        if (padding.IsSame) return (window, stride, padding);
        var widths = Checked(layer, nameof(padding), padding.Widths, Math.Max(padding.Widths.Count, 1), 0, 0);
        for (int a = 0; a < Math.Max(window.Count, widths.Count); a++)
            if (widths.At(a, 0) > window.At(a, 1) / 2)
                throw new ArgumentOutOfRangeException(nameof(padding), padding, $"{layer}: a border is at most half a window of {window}");
        return (window, stride, widths);
    }

    /// <summary>What of a pooling is not as usual.</summary>
    internal static string Steps(PerAxis window, PerAxis stride, Padding padding) =>
        (stride == window ? "" : $", stride {stride}") + (padding == (Padding)0 ? "" : $", padding {padding}");

    /// <exception cref="ArgumentException">x is not [rows, inputs, spatial...].</exception>
    internal void Check(Tensor x, Parameter weight, Module layer)
    {
        if (x.Rank != Axes + 2 || x.Shape[1] != Inputs)
            throw new ArgumentException($"{Layers.Inputs.Named(layer)}: an input of {x.Shape} where [rows, {Inputs}, "
                + $"{Axes switch { 1 => "length", 2 => "height, width", _ => "depth, height, width" }}] is expected", nameof(x));
        Layers.Inputs.CheckType(x, weight, layer);
    }

    internal void Write(ArtefactWriter writer)
    {
        writer.Set("inputs", Inputs);
        writer.Set("outputs", Outputs);
        writer.Set("groups", Groups);
        writer.Set("axes", Axes);
        Sizes.Set(writer, "kernel", Kernel);
        Sizes.Set(writer, "stride", Stride);
        Sizes.Set(writer, "dilation", Dilation);
        writer.Set("is-padding-same", Padding.IsSame);
        if (!Padding.IsSame) Sizes.Set(writer, "padding", Padding.Widths);
        if (IsExact) writer.Set("is-exact", true);
    }

    internal static FilterShape Read(ArtefactReader reader, string layer) => new(layer,
        (int)reader.Integer("inputs", 1, int.MaxValue), (int)reader.Integer("outputs", 1, int.MaxValue), Sizes.ReadPerAxis(reader, "kernel"),
        Sizes.ReadPerAxis(reader, "stride"), reader.Flag("is-padding-same") ? Padding.Same : Sizes.ReadPerAxis(reader, "padding"),
        Sizes.ReadPerAxis(reader, "dilation"), (int)reader.Integer("groups", 1, int.MaxValue), (int)reader.Integer("axes", 1, 3),
        reader.Has("is-exact") && reader.Flag("is-exact"));

    /// <summary>Sizes, and what is not as usual.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Inputs} -> {Outputs}, kernel {string.Join(" x ", Taps)}"));
        if (Stride != 1) text.Append(CultureInfo.InvariantCulture, $", stride {Stride}");
        if (Padding != (Padding)0) text.Append(CultureInfo.InvariantCulture, $", padding {Padding}");
        if (Dilation != 1) text.Append(CultureInfo.InvariantCulture, $", dilation {Dilation}");
        if (Groups > 1) text.Append(CultureInfo.InvariantCulture, $", {Groups} groups");
        if (IsExact) text.Append(", exact");
        return text.ToString();
    }
}
