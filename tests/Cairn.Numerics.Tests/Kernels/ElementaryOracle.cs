using System.Buffers.Binary;
using System.Text;

namespace Cairn.Tests;

/// <summary>A point of the oracle: the exact value is <c>Value</c> plus <c>Rest</c> units of its last place.</summary>
readonly record struct ElementaryPoint(double X, double Y, double Value, double Rest);

/// <summary>The values that Fixtures/Elementary.py computed with mpmath, and the measure of an error against them.</summary>
static class ElementaryOracle
{
    static readonly Lazy<Dictionary<string, ElementaryPoint[]>> All = new(Read);

    internal static ElementaryPoint[] Points(string function) => All.Value[function];

    /// <summary>The distance of <paramref name="y"/> from the exact value, in units of the last place of that value.</summary>
    internal static double Ulps(double y, ElementaryPoint p)
    {
        if (!double.IsFinite(p.Value) || !double.IsFinite(y)) return y == p.Value ? 0 : double.PositiveInfinity;
        double unit = LastPlace(p.Value, -1022, 52);
        // the difference of neighbours is exact; scaled up so that halves of the smallest unit survive
        return Math.Abs((y - p.Value) / unit - p.Rest);
    }

    /// <summary>The distance of a float32 from a value known to more digits, in units of the last place in float32.</summary>
    internal static double Ulps(float y, double value)
    {
        if (double.IsNaN(value)) return float.IsNaN(y) ? 0 : double.PositiveInfinity;
        if (Math.Abs(value) >= 3.4028235677973366e38) return y == (float)value ? 0 : double.PositiveInfinity; // rounds to infinity
        return float.IsFinite(y) ? Math.Abs(y - value) / LastPlace(value, -126, 23) : double.PositiveInfinity;
    }

    static double LastPlace(double value, int smallestExponent, int fractionBits) =>
        Math.ScaleB(1, Math.Max(value == 0 ? smallestExponent : Math.ILogB(value), smallestExponent) - fractionBits);

    static Dictionary<string, ElementaryPoint[]> Read()
    {
        ReadOnlySpan<byte> data = File.ReadAllBytes(
            Path.Combine(Repository.Root, "tests", "Cairn.Numerics.Tests", "Fixtures", "Elementary.bin"));
        var all = new Dictionary<string, ElementaryPoint[]>();
        while (!data.IsEmpty)
        {
            int length = data[0];
            string name = Encoding.ASCII.GetString(data[1..(1 + length)]);
            var points = new ElementaryPoint[BinaryPrimitives.ReadInt32LittleEndian(data[(1 + length)..])];
            data = data[(5 + length)..];
            int arguments = name is "Pow" or "Atan2" ? 2 : 1;
            for (int i = 0; i < points.Length; i++)
            {
                double x = BinaryPrimitives.ReadDoubleLittleEndian(data);
                double y = arguments == 2 ? BinaryPrimitives.ReadDoubleLittleEndian(data[8..]) : 0;
                double value = BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * arguments)..]);
                points[i] = new(x, y, value, (sbyte)data[8 * arguments + 8] / 254.0);
                data = data[(8 * arguments + 9)..];
            }
            all.Add(name, points);
        }
        return all;
    }
}
