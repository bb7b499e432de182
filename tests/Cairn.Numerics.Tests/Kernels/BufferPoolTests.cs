using System.Runtime.CompilerServices;
using Cairn.Kernels;

namespace Cairn.Tests;

[Collection(MemoryCollection.Name)]
public class BufferPoolTests
{
    [Theory]
    [InlineData(1), InlineData(85_000), InlineData(1 << 20), InlineData((1 << 20) + 1), InlineData(5 << 18), InlineData(1_234_567),
     InlineData((7 << 18) - 1), InlineData(BufferPool.LargestBytes)]
    public void A_class_holds_what_is_asked_and_at_most_a_quarter_more(int bytes)
    {
        int size = BufferPool.SizeClass(bytes);
        Assert.InRange(BufferPool.BytesOf(size), bytes, Math.Max(bytes, BufferPool.SmallestBytes) * 5L / 4);
        Assert.True(bytes <= BufferPool.SmallestBytes || BufferPool.BytesOf(size - 1) < bytes);
    }

    [Fact]
    public void Dead_results_give_their_memory_to_new_ones()
    {
        Churn(2500); // whatever came before: each look that finds the dead halves the budget, down from 1 GB at most
        long before = GC.GetAllocatedBytesForCurrentThread();
        Churn(1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 40L << 20, $"1000 results of 1 MB allocated {allocated} bytes"); // 1000 MB without the pool
    }

    [Fact]
    public void A_span_of_a_dead_temporary_stays_intact()
    {
        var span = SpanOfDead(out var storage);
        var read = ReadOnlySpanOfDead();
        Churn(50);
        GC.Collect();
        Churn(200);
        Assert.False(storage.IsAlive);
        Assert.Equal(-1, span.IndexOfAnyExcept(512f));
        Assert.Equal(-1, read.IndexOfAnyExcept(512f));
    }

    [Fact]
    public void A_view_keeps_the_memory()
    {
        var view = Product()[3..5, ..];
        Churn(200);
        Assert.All(view.ToArray<float>(), x => Assert.Equal(512, x));
    }

    [Fact]
    public void What_nobody_wants_is_let_go()
    {
        Churn(100);
        GC.Collect();
        BufferPool.Trim(isShort: false); // takes them back: idle from now on
        Assert.True(BufferPool.FreeBytes > 0);
        for (int i = 0; i < 4; i++) BufferPool.Trim(isShort: false);
        Assert.Equal(0, BufferPool.FreeBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Tensor Product() => Tensor.Ones<float>(512, 512).MatMul(Tensor.Ones<float>(512, 512));

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Span<float> SpanOfDead(out WeakReference tensor)
    {
        var t = Product();
        tensor = new WeakReference(t);
        return t.AsSpan<float>();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static ReadOnlySpan<float> ReadOnlySpanOfDead() => Product().AsReadOnlySpan<float>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Churn(int results)
    {
        Tensor column = Tensor.Zeros<float>(512, 1), row = Tensor.Zeros<float>(1, 512);
        for (int i = 0; i < results; i++) column.MatMul(row);
    }
}
