using System.Runtime.CompilerServices;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Lets a whole test run find spans that outlive their tensors: with CAIRN_HARSH_MEMORY=1 every tensor takes part in the pool,
/// the dead are looked for before each new one, and what comes back is overwritten.</summary>
static class HarshMemory
{
    [ModuleInitializer]
    internal static void Begin() => BufferPool.IsHarsh = Environment.GetEnvironmentVariable("CAIRN_HARSH_MEMORY") == "1";
}
