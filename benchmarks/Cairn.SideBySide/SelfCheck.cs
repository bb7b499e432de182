using System.Globalization;

namespace Cairn.SideBySide;

/// <summary>Runs Cairn's side of every case once on small data and compares its result with that of the plainest code.</summary>
static class SelfCheck
{
    /// <returns>The exit code: 0 when all agree, 1 otherwise.</returns>
    internal static int Run(IEnumerable<Case> cases)
    {
        bool all = true;
        foreach (var c in cases)
        {
            var work = c.Make(true);
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            work.Run();
            double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, found = work.Check(), expected = work.Naive();
            bool agrees = Math.Abs(found - expected) <= Math.Max(c.Tolerance, 1e-6) * Math.Max(1, Math.Abs(expected));
            all &= agrees;
            if (!agrees) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{c.Name}: {found:R}, the plainest code {expected:R}"));
            Console.WriteLine(Comparison.Json(c.Name, seconds, agrees ? "the plainest code: agrees" : "the plainest code: differs", 0, 0, 0, 0, 1));
        }
        return all ? 0 : 1;
    }
}
