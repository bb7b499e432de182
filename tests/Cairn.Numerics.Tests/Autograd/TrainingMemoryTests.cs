using Cairn.Autograd;
using Cairn.Kernels;

namespace Cairn.Tests;

/// <summary>Tests that weigh the process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "memory";
}

[Collection(MemoryCollection.Name)]
public class TrainingMemoryTests
{
    /// <summary>What 10,000 steps may leave behind.</summary>
    const long Bound = 1 << 20;

    [Fact]
    public void Ten_thousand_steps_leave_nothing_behind()
    {
        var network = new Network();
        for (int i = 0; i < 100; i++) network.Step();
        long before = LiveBytes();
        double first = network.Step();
        for (int i = 0; i < 10_000; i++) network.Step();
        double last = network.Step();
        long left = LiveBytes() - before;
        Assert.True(left < Bound, $"{left} bytes are left");
        Assert.True(last < first / 2, $"the loss went from {first} to {last}");
        GC.KeepAlive(network);
    }

    [Fact]
    public void A_kept_loss_keeps_no_graph()
    {
        var big = Tensor.Ones<double>(1 << 16).AsParameter();
        var losses = new List<Tensor>();
        long before = LiveBytes();
        for (int i = 0; i < 20; i++)
        {
            var loss = (big * big).Exp().Sum();
            loss.Backward();
            big.ZeroGrad();
            losses.Add(loss);
        }
        long left = LiveBytes() - before;
        Assert.True(left < Bound, $"{left} bytes are left");
        GC.KeepAlive(losses);
    }

    /// <summary>What is left after all that is dead is gone, the free buffers too.</summary>
    static long LiveBytes()
    {
        GC.Collect();
        BufferPool.Trim(isShort: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    sealed class Network
    {
        readonly Tensor _x = Tensor.From<float>(Array.ConvertAll(Sequence.Numbers(64, 1), v => (float)v), 16, 4);
        readonly Tensor _classes = Tensor.From([.. Enumerable.Range(0, 16).Select(i => i % 3)]);
        readonly Tensor[] _parameters = [Random(16, 4, 2), Tensor.Zeros<float>(16).AsParameter(), Random(3, 16, 3),
            Tensor.Zeros<float>(3).AsParameter()];

        static Tensor Random(int rows, int columns, ulong seed) =>
            Tensor.From<float>(Array.ConvertAll(Sequence.Numbers(rows * columns, seed), v => (float)v), rows, columns).AsParameter();

        public double Step()
        {
            var hidden = _x.Linear(_parameters[0], _parameters[1], Activation.Relu);
            var loss = hidden.Linear(_parameters[2], _parameters[3]).CrossEntropyFromLogits(_classes).Mean();
            loss.Backward();
            using (Gradients.Off())
            {
                foreach (var parameter in _parameters)
                {
                    parameter.CopyFrom(parameter - parameter.Grad! * 0.01);
                    parameter.ZeroGrad();
                }
            }
            return (double)loss;
        }
    }
}
