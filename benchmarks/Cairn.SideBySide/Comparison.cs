using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Cairn.SideBySide;

/// <summary>A case measured: seconds of one call on each side, and the median of the pairs' ratios, peer / Cairn, above 1 where Cairn wins.</summary>
/// <param name="Case">What was measured.</param>
/// <param name="Peer">The peer, its version, and the settings it was fastest with.</param>
/// <param name="Cairn">Cairn's median.</param>
/// <param name="Other">The peer's median.</param>
/// <param name="Ratios">The ratio of each pair, ascending.</param>
/// <param name="OfPeak">Cairn's part of the peak of multiply-adds measured between the pairs; NaN when the case is no product.</param>
/// <param name="Disturbance">The cores that other programs used meanwhile; NaN where that cannot be read.</param>
sealed record Comparison(Case Case, string Peer, double Cairn, double Other, double[] Ratios, double OfPeak, double Disturbance)
{
    const double BatchSeconds = 0.02;

    /// <summary>OpenBLAS's own threads wait for more work, at full load, some 25 ms after the last.</summary>
    static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(40);

    /// <summary>The median of the ratios.</summary>
    internal double Ratio => Median(Ratios);

    /// <summary>The ends of the interval that holds the median of all ratios 95 times of 100, from the ranks alone.</summary>
    internal (double Low, double High) Interval
    {
        get
        {
            int k = Rank(Ratios.Length);
            return (Ratios[k], Ratios[^(k + 1)]);
        }
    }

    /// <summary>Whether others used more than a tenth of a core.</summary>
    internal bool IsDisturbed => Disturbance > 0.1;

    /// <summary>The comparison as one line of JSON.</summary>
    internal string ToJson() => Json(Case.Name, Cairn, Peer, Other, Ratio, Interval.Low, Interval.High, Ratios.Length);

    internal static string Json(string name, double cairn, string peer, double other, double ratio, double low, double high, int pairs) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["case"] = name,
            ["cairn_s"] = Rounded(cairn),
            ["peer"] = peer,
            ["peer_s"] = Rounded(other),
            ["ratio"] = Rounded(ratio),
            ["low"] = Rounded(low),
            ["high"] = Rounded(high),
            ["pairs"] = pairs,
        });

    static double Rounded(double x) => double.Parse(x.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Measures a case beside the settings of the peer that are the fastest for it.</summary>
    /// <exception cref="PeerMissingException">A peer is not installed.</exception>
    /// <exception cref="InvalidOperationException">The two sides found different results, or the peer failed.</exception>
    internal static Comparison Measure(Case c, IReadOnlyList<PeerProgram> peers, int pairs)
    {
        var work = c.Make(false);
        work.Run();
        double check = work.Check();
        var sides = new List<(PeerProgram Program, string Name, long Count, double Time)>();
        foreach (var program in peers)
        {
            var (name, found) = program.Prepare(c);
            if (!(Math.Abs(found - check) <= c.Tolerance * Math.Max(1, Math.Abs(check))))
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"{c.Name}: Cairn finds {check:R}, {name} {found:R}: the two do not do the same work"));
            long count = Count(n => program.Seconds(c, n));
            sides.Add((program, name, count, Enumerable.Range(0, 3).Min(_ => program.Seconds(c, count)) / count));
            Thread.Sleep(Settling);
        }
        var peer = sides.MinBy(s => s.Time);
        long calls = Count(n => Seconds(work.Run, n));
        double[] cairn = new double[pairs], other = new double[pairs], ratios = new double[pairs], peaks = new double[pairs];
        var load = Load.Begin(peers);
        for (int i = 0; i < pairs; i++)
        {
            if (c.ProductOf > 0) peaks[i] = FmaPeak.Measure(c.ProductOf);
            if (i % 2 == 0) cairn[i] = One(n => Seconds(work.Run, n), calls);
            other[i] = One(n => peer.Program.Seconds(c, n), peer.Count);
            Thread.Sleep(Settling);
            if (i % 2 == 1) cairn[i] = One(n => Seconds(work.Run, n), calls);
            ratios[i] = other[i] / cairn[i];
        }
        double disturbance = load.Others(peers), median = Median(cairn);
        Array.Sort(ratios);
        return new(c, $"{peer.Name} {peer.Program.Name}", median, Median(other), ratios,
            c.ProductOf > 0 ? c.Amount / median / Median(peaks) : double.NaN, disturbance);
    }

    /// <summary>Seconds of a call in a batch, after a tenth of a batch that is not counted.</summary>
    static double One(Func<long, double> seconds, long count)
    {
        if (count > 1) seconds(Math.Max(1, count / 10));
        return seconds(count) / count;
    }

    /// <summary>How many calls a batch needs, after enough of them for the compiler to finish.</summary>
    static long Count(Func<long, double> seconds)
    {
        long count = 1;
        double warm = 0, last;
        do
        {
            last = seconds(count);
            warm += last;
            if (last < BatchSeconds) count = last < BatchSeconds / 16 ? count * 8 : (long)Math.Ceiling(count * BatchSeconds * 1.1 / last);
        }
        while (last < BatchSeconds || warm < 0.4);
        return count;
    }

    static double Seconds(Action run, long count)
    {
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < count; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>The largest k such that the median lies outside the values of ranks k and n-1-k (from 0) at most 5 times of 100.</summary>
    internal static int Rank(int n)
    {
        double chance = Math.ScaleB(1, -n), outside = 2 * chance;
        int k = 0;
        while (k + 1 < n - 1 - k)
        {
            chance *= (double)(n - k) / (k + 1);
            if (outside + 2 * chance > 0.05) break;
            outside += 2 * chance;
            k++;
        }
        return k;
    }
}
