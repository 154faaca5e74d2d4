#!/usr/bin/env python3
# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write golden random streams produced by TensorFlow (CPU).

Run with a python that has tensorflow (made with tensorflow-cpu 2.21.0,
glibc 2.36, a CPU with FMA+AVX2):

    python make_golden.py --out golden

Output: <out>/golden_open.npz  (arrays, named a0000...; equal arrays stored once)
        <out>/golden_open.json (index)

Index = {"meta": {...}, "cases": [...], "seed_table": [...], "errors": [...]}.
Arrays with dtype bfloat16 are stored as uint16 bit patterns ("dtype" in the
index says "bfloat16").  Case modes:

  graph     tf.Graph + v1 Session.  "ops": creation order, each
            {"fn","kwargs","dtype","op_seed","resolved":[seed,seed2]}.
            "sessions": list of sessions, each a list of runs
            {"fetch":[op index...], "arrays":[name...], "feed":{op index: name}}.
            A run with "error" raised that exception class; nothing fetched.
            "set_graph_seed" inside "ops" = set_random_seed called at that point.
            expr.add / expr.mul are derived (non random) ops over other ops.
  stateless eager tf.random.stateless_* / split / fold_in / stateless_shuffle.
  generator tf.random.Generator: "ctor", "events" with "state_after".
  eager     tf.random.set_seed and eager calls; "events" in order.
In kwargs {"array": [...], "dtype": d} is an ndarray input, {"op": i} another op.
"structural": true = the values are nondeterministic (nothing stored but shape).
"""
import argparse, contextlib, hashlib, json, os, sys
os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
os.environ.setdefault('CUDA_VISIBLE_DEVICES', '-1')
import warnings
warnings.filterwarnings('ignore')
import numpy as np
import tensorflow as tf
v1 = tf.compat.v1
tf.get_logger().setLevel('ERROR')
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
CFG = v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
from tensorflow.python.ops import random_ops as _ro


def _ptn(shape, **k):
    return _ro.parameterized_truncated_normal(shape, **k)


FN = {
    'random.uniform': tf.random.uniform, 'random.normal': tf.random.normal,
    'random.truncated_normal': tf.random.truncated_normal,
    'random.shuffle': tf.random.shuffle, 'random.categorical': tf.random.categorical,
    'multinomial': v1.multinomial, 'random.gamma': tf.random.gamma,
    'random.poisson': tf.random.poisson, 'random_crop': v1.random_crop,
    'parameterized_truncated_normal': _ptn,
    'stateless_uniform': tf.random.stateless_uniform,
    'stateless_normal': tf.random.stateless_normal,
    'stateless_truncated_normal': tf.random.stateless_truncated_normal,
    'stateless_categorical': tf.random.stateless_categorical,
    'stateless_gamma': tf.random.stateless_gamma,
    'stateless_poisson': tf.random.stateless_poisson,
    'stateless_binomial': tf.random.stateless_binomial,
    'stateless_shuffle': tf.random.experimental.stateless_shuffle,
    'split': tf.random.split, 'fold_in': tf.random.fold_in,
    'index_shuffle': tf.random.experimental.index_shuffle,
    'expr.add': lambda x, y: x + y, 'expr.mul': lambda x, y: x * y,
}


class Out:
    def __init__(self):
        self.arrays, self.by_hash = {}, {}

    def add(self, a):
        a = np.asarray(a)
        if a.dtype.name == 'bfloat16':
            a = a.view(np.uint16)
        a = np.array(a, order='C', copy=True)
        h = hashlib.sha1(repr((a.dtype.str, a.shape)).encode() + a.tobytes()).hexdigest()
        if h not in self.by_hash:
            n = 'a%04d' % len(self.arrays)
            self.by_hash[h] = n
            self.arrays[n] = a
        return self.by_hash[h]


OUT = Out()
CASES = []


def conv(v, made):
    if isinstance(v, dict) and 'array' in v:
        return np.array(v['array'], dtype=v['dtype'])
    if isinstance(v, dict) and 'op' in v:
        return made[v['op']]
    return v


def call(o, made=None):
    kw = {k: conv(v, made) for k, v in o['kwargs'].items()}
    if o.get('dtype') is not None and o['fn'] not in ('random_crop', 'random.shuffle', 'stateless_shuffle', 'split', 'fold_in', 'index_shuffle') and not o['fn'].startswith('expr.'):
        key = {'multinomial': 'output_dtype', 'stateless_binomial': 'output_dtype'}.get(o['fn'], 'dtype')
        kw[key] = tf.as_dtype(o['dtype'])
    if o.get('op_seed') is not None:
        kw['seed'] = o['op_seed']
    return FN[o['fn']](**kw)


def op(fn, dtype=None, op_seed=None, **kwargs):
    return dict(fn=fn, kwargs=kwargs, dtype=dtype, op_seed=op_seed)


def _seed_attrs(g, before):
    r = [[o.get_attr('seed'), o.get_attr('seed2')] for o in g.get_operations()[before:]
         if 'seed2' in o.node_def.attr]
    return r[0] if r else None


def graph_case(id, graph_seed, ops, sessions=2, runs=None, structural=False, note=None):
    g = tf.Graph()
    made, jops = [], []
    with g.as_default():
        if graph_seed is not None:
            v1.set_random_seed(graph_seed)
        for o in ops:
            o = dict(o)
            if 'set_graph_seed' in o:
                v1.set_random_seed(o['set_graph_seed'])
                made.append(None)
            else:
                n0 = len(g.get_operations())
                made.append(call(o, made))
                o['resolved'] = _seed_attrs(g, n0)
            jops.append(o)
    real = [i for i, m in enumerate(made) if m is not None]
    if runs is None:
        runs = [dict(fetch=real)] * 3
    sess_out = []
    for _ in range(sessions):
        ro = []
        with v1.Session(graph=g, config=CFG) as s:
            for r in runs:
                feed = {made[int(k)]: np.asarray(v) for k, v in r.get('feed', {}).items()}
                j = dict(fetch=r['fetch'])
                if feed:
                    j['feed'] = {k: OUT.add(np.asarray(v)) for k, v in r['feed'].items()}
                try:
                    res = s.run([made[i] for i in r['fetch']], feed)
                    if structural:
                        j['shapes'] = [list(np.shape(x)) for x in res]
                    else:
                        j['arrays'] = [OUT.add(x) for x in res]
                except tf.errors.OpError as e:
                    j['error'] = type(e).__name__
                ro.append(j)
        sess_out.append(ro)
    c = dict(id=id, mode='graph', graph_seed=graph_seed, ops=jops, sessions=sess_out)
    if structural:
        c['structural'] = True
    if note:
        c['note'] = note
    CASES.append(c)


def stateless_case(id, fn, seed, seed_dtype='int64', dtype=None, **kwargs):
    kw = dict(kwargs)
    kw['seed'] = dict(array=seed, dtype=seed_dtype)
    o = op(fn, dtype, None, **kw)
    res = call(o)
    CASES.append(dict(id=id, mode='stateless', fn=fn, seed=seed, seed_dtype=seed_dtype, dtype=dtype or res.dtype.name, kwargs=kwargs, array=OUT.add(res.numpy())))


def gen_case(id, ctor, events):
    k, a = ctor['kind'], ctor
    if k == 'from_seed':
        gen = tf.random.Generator.from_seed(a['seed'], alg='philox')
    elif k == 'from_state':
        gen = tf.random.Generator.from_state(a['state'], alg='philox')
    else:
        gen = tf.random.Generator.from_key_counter(a['key'], a['counter'], alg='philox')
    ctor = dict(ctor, state=[int(x) for x in gen.state.numpy()])
    ev = []
    for m, kw in events:
        j = dict(method=m, kwargs=kw)
        kk = dict(kw)
        if 'dtype' in kk:
            kk['dtype'] = tf.as_dtype(kk['dtype'])
        if m == 'split':
            subs = gen.split(**kk)
            j['states'] = [[int(x) for x in s.state.numpy()] for s in subs]
            j['sub_uniform_5'] = [OUT.add(s.uniform([5]).numpy()) for s in subs]
        elif m in ('reset', 'reset_from_seed', 'reset_from_key_counter'):
            getattr(gen, m)(**kk)
        else:
            r = getattr(gen, m)(**kk)
            j['array'] = OUT.add(r.numpy())
        j['state_after'] = [int(x) for x in gen.state.numpy()]
        ev.append(j)
    CASES.append(dict(id=id, mode='generator', ctor=ctor, events=ev))


def eager_case(id, events):
    ev = []
    for e in events:
        if 'set_seed' in e:
            tf.random.set_seed(e['set_seed'])
            ev.append(e)
        else:
            ev.append(dict(e, array=OUT.add(call(e).numpy())))
    CASES.append(dict(id=id, mode='eager', events=ev))


def build():
    sizes = [1, 2, 3, 4, 5, 7, 255, 256, 257, 1000, 4099]
    gs = 1234
    floats = ['float32', 'float64', 'float16', 'bfloat16']
    # --- core ops, all sizes, all dtypes
    for d in floats:
        for fn in ('random.uniform', 'random.normal', 'random.truncated_normal'):
            graph_case(f'{fn}.{d}.sizes', gs, [op(fn, d, shape=[n]) for n in sizes])
    rng = {'int32': (0, 10), 'int64': (-5, 10**10)}
    for d in ('int32', 'int64'):
        graph_case(f'random.uniform.{d}.sizes', gs, [op('random.uniform', d, shape=[n], minval=rng[d][0], maxval=rng[d][1]) for n in sizes])
    # --- multi-dim / empty / scalar shapes
    shp = [[], [0], [3, 0, 2], [2, 3], [3, 5, 7], [1, 1], [13, 1, 11]]
    for d in floats:
        graph_case(f'shapes.{d}', gs + 1, [op(fn, d, shape=s) for s in shp for fn in ('random.uniform', 'random.normal', 'random.truncated_normal')])
    # --- ranges
    r = [(0, 1), (0, 2), (0.0, 1.0), (-1, 1), (2.5, 7.25), (-1e-3, 3e5), (5, 3), (0, 0.1), (1, 1), (-0.3, None)]
    for d in floats:
        graph_case(f'uniform.ranges.{d}', gs + 2, [op('random.uniform', d, shape=[131], minval=a, maxval=b) for a, b in r])
        ms = [(0.0, 1.0), (1.5, 2.0), (-3.3, 0.1), (1000.0, 1e-3), (0.0, 0.0), (0.1, -1.0)]
        graph_case(f'normal.meanstd.{d}', gs + 3, [op(fn, d, shape=[129], mean=m, stddev=sd) for m, sd in ms for fn in ('random.normal', 'random.truncated_normal')])
    ir = [(0, 1), (0, 2), (-1, 1), (0, 2**31 - 1), (-2**31, 2**31 - 1), (-2**31, -2**31 + 3), (-7, 12345678), (2**31 - 2, 2**31 - 1)]
    lr = ir + [(0, 2**63 - 1), (-2**63, 2**63 - 1), (-2**63, 0), (0, 2**32), (0, 2**32 + 1), (-2**40, 2**41 + 12345)]
    graph_case('uniform.ranges.int32', gs + 4, [op('random.uniform', 'int32', shape=[101], minval=a, maxval=b) for a, b in ir])
    graph_case('uniform.ranges.int64', gs + 4, [op('random.uniform', 'int64', shape=[101], minval=a, maxval=b) for a, b in lr])
    # --- broadcast parameters
    graph_case('broadcast', gs + 5, [
        op('random.uniform', 'float32', shape=[4, 3], minval=dict(array=[0., 1., -2.], dtype='float32'), maxval=dict(array=[1., 3., 7.], dtype='float32')),
        op('random.normal', 'float32', shape=[4, 3], mean=dict(array=[0., 1., -2.], dtype='float32'), stddev=dict(array=[[1.], [2.], [.5], [0.]], dtype='float32')),
        op('random.normal', 'float64', shape=[3], mean=0.0, stddev=dict(array=[[1.], [2.]], dtype='float64')),
        op('random.truncated_normal', 'float64', shape=[4, 3], mean=dict(array=[0., 1., -2.], dtype='float64'), stddev=0.5)])
    # --- the four seed cases, edge seeds
    four = [op('random.uniform', 'float32', shape=[9]), op('random.normal', 'float32', shape=[9]), op('random.truncated_normal', 'float32', shape=[9]), op('random.uniform', 'int32', shape=[9], maxval=100)]
    graph_case('seedcase1.none_none', None, four, structural=True, note='nondeterministic: only shapes')
    seeds = [0, 1, 2**31 - 1, 2**31 - 2, 2**31, -1, -12345, 2**40 + 7, 2**63, -2**63, 10**20, 987654321]
    for i, s in enumerate(seeds):
        graph_case(f'seedcase2.graph{i}', s, four)
        graph_case(f'seedcase3.op{i}', None, [dict(o, op_seed=s) for o in four])
        graph_case(f'seedcase4.both{i}', s, [dict(four[0], op_seed=seeds[-1 - i]), dict(four[1], op_seed=s), four[2], dict(four[3], op_seed=seeds[(i + 5) % len(seeds)])])
    u = op('random.uniform', 'float32', shape=[5])
    graph_case('counter.explicit_does_not_advance', gs, [u, dict(u, op_seed=5), u, dict(u, op_seed=0), op('random.normal', 'float32', shape=[5]), dict(u, op_seed=1)])
    graph_case('counter.reseed_keeps_counter', gs, [u, u, {'set_graph_seed': gs + 9}, u, {'set_graph_seed': gs}, u, op('random.normal', 'float64', shape=[3])])
    graph_case('counter.seed_after_ops', None, [dict(u, op_seed=4), {'set_graph_seed': 5}, u, dict(u, op_seed=4), u])
    # --- session semantics
    sem = [u, op('random.normal', 'float32', shape=[5]), op('expr.add', x=dict(op=0), y=1.0), op('expr.mul', x=dict(op=0), y=dict(op=1)), op('random.uniform', 'int32', shape=[4], maxval=50)]
    graph_case('session.fetch_lists', gs, sem, runs=[dict(fetch=[0]), dict(fetch=[0, 0]), dict(fetch=[0, 2, 3]), dict(fetch=[2]), dict(fetch=[1]), dict(fetch=[3]), dict(fetch=[4, 0, 4]), dict(fetch=[0, 1, 2, 3, 4])])
    f5 = np.arange(5, dtype=np.float32)
    graph_case('session.feed_does_not_advance', gs, sem, runs=[dict(fetch=[0, 2], feed={'0': f5}), dict(fetch=[0, 2]), dict(fetch=[3], feed={'0': f5}), dict(fetch=[0, 1]), dict(fetch=[2], feed={'2': f5}), dict(fetch=[0, 1, 2, 3])])
    # --- two graphs etc. are structural, see SPEC.  --- shuffle
    sh = []
    for n in [0, 1, 2, 3, 4, 5, 17, 256, 1001]:
        sh.append(op('random.shuffle', None, value=dict(array=list(range(n)), dtype='int32')))
    sh.append(op('random.shuffle', None, value=dict(array=np.arange(33 * 3).reshape(33, 3).tolist(), dtype='int64')))
    sh.append(op('random.shuffle', None, value=dict(array=np.arange(1 * 6).reshape(1, 6).tolist(), dtype='int64')))
    sh.append(op('random.shuffle', None, value=dict(array=(np.arange(5 * 2 * 2) / 2).reshape(5, 2, 2).tolist(), dtype='float32')))
    sh.append(op('random.shuffle', None, op_seed=11, value=dict(array=list(range(40)), dtype='float64')))
    graph_case('random.shuffle', gs + 6, sh)
    # --- categorical
    rs = np.random.RandomState(5)
    for ld in ('float32', 'float64', 'float16'):
        cat = []
        for (b, k, n) in [(1, 2, 1), (1, 5, 7), (3, 4, 5), (4, 17, 256), (2, 3, 1000), (2, 3, 0)]:
            lg = rs.randn(b, k).astype(ld).tolist()
            cat.append(op('random.categorical', 'int64' if n % 2 else 'int32', logits=dict(array=lg, dtype=ld), num_samples=n))
        cat.append(op('multinomial', 'int64', logits=dict(array=[[0.5, -1.0, float('-inf'), 2.0]], dtype=ld), num_samples=33))
        graph_case(f'random.categorical.{ld}', gs + 7, cat)
    # --- gamma / poisson
    for d in ('float32', 'float64', 'float16'):
        al = [0.3, 1.0, 1.5, 7.25, 100.0]
        graph_case(f'random.gamma.{d}', gs + 8, [op('random.gamma', d, shape=[n], alpha=a) for n in (1, 5, 100) for a in al] + [
            op('random.gamma', d, shape=[7], alpha=dict(array=[0.5, 2.0, 3.0], dtype=d), beta=dict(array=[1.0, 2.0, 0.25], dtype=d)),
            op('random.gamma', d, shape=[2, 3], alpha=2.5, beta=4.0)])
        la = [0.1, 1.0, 5.0, 9.99, 10.0, 40.0, 1000.0]
        graph_case(f'random.poisson.{d}', gs + 9, [op('random.poisson', d, shape=[n], lam=dict(array=x, dtype=d)) for n in (1, 5, 100) for x in la] + [
            op('random.poisson', d, shape=[7], lam=dict(array=[0.5, 20.0, 3.0], dtype=d)), op('random.poisson', d, shape=[0], lam=dict(array=[0.5, 20.0], dtype=d))])
    graph_case('random.poisson.intout', gs + 10, [op('random.poisson', 'int32', shape=[50], lam=dict(array=[3.0, 30.0], dtype='float32')), op('random.poisson', 'int64', shape=[50], lam=dict(array=[3.0, 30.0], dtype='float64'))])
    # --- crop, parameterized truncated normal
    graph_case('random_crop', gs + 11, [op('random_crop', None, value=dict(array=np.arange(9 * 8).reshape(9, 8).tolist(), dtype='int32'), size=s) for s in ([3, 2], [9, 8], [1, 1], [8, 5])] + [
        op('random_crop', None, op_seed=3, value=dict(array=np.arange(6 * 5 * 3).reshape(6, 5, 3).tolist(), dtype='float32'), size=[4, 2, 3])])
    for d in ('float32', 'float64'):
        ptn = [dict(), dict(means=1.0, stddevs=2.0, minvals=-1.0, maxvals=4.0), dict(minvals=0.2, maxvals=0.9), dict(minvals=3.0, maxvals=6.0), dict(minvals=2.0, maxvals=float('inf')), dict(minvals=-1.0, maxvals=1.0)]
        graph_case(f'parameterized_truncated_normal.{d}', gs + 12, [op('parameterized_truncated_normal', d, shape=[n], **{k: dict(array=v, dtype=d) for k, v in p.items()}) for n in [1, 5, 100, 101, 333] for p in ptn])
    # --- stateless
    sd = [[1, 2], [0, 0], [-1, 2**31 - 1], [2**31 - 1, -2**31]]
    sd64 = [[2**40, -2**50], [-2**63, 2**63 - 1]]
    allsd = [(s, 'int32') for s in sd] + [(s, 'int64') for s in sd + sd64]
    for i, (s, sdt) in enumerate(allsd):
        for d in floats:
            for fn in ('stateless_uniform', 'stateless_normal', 'stateless_truncated_normal'):
                stateless_case(f'{fn}.{d}.{i}', fn, s, sdt, d, shape=[3, 17] if i % 2 else [257])
        for d in ('int32', 'int64'):
            stateless_case(f'stateless_uniform.{d}.{i}', 'stateless_uniform', s, sdt, d, shape=[101], minval=-3, maxval=1000)
        for d in ('int32', 'int64', 'uint32', 'uint64'):
            stateless_case(f'stateless_full.{d}.{i}', 'stateless_uniform', s, sdt, d, shape=[9], minval=None, maxval=None)
        stateless_case(f'split.{i}', 'split', s, sdt, None, num=3)
        stateless_case(f'split2.{i}', 'split', s, sdt, None)
        stateless_case(f'fold_in.{i}', 'fold_in', s, sdt, None, data=dict(array=12345, dtype=sdt))
        stateless_case(f'stateless_shuffle.{i}', 'stateless_shuffle', s, sdt, None, value=dict(array=list(range(37)), dtype='int32'))
        stateless_case(f'stateless_categorical.{i}', 'stateless_categorical', s, sdt, 'int64', logits=dict(array=[[0.1, 0.2, 2.0, -1.0], [0., 0., 1., 0.]], dtype='float32'), num_samples=31)
        for d in ('float32', 'float64'):
            stateless_case(f'stateless_gamma.{d}.{i}', 'stateless_gamma', s, sdt, d, shape=[21, 4], alpha=dict(array=[0.3, 1.0, 2.5, 50.0], dtype=d))
        stateless_case(f'stateless_poisson.{i}', 'stateless_poisson', s, sdt, 'int32', shape=[21, 3], lam=dict(array=[0.5, 8.0, 77.0], dtype='float32'))
        stateless_case(f'stateless_binomial.{i}', 'stateless_binomial', s, sdt, 'int32', shape=[21, 4], counts=dict(array=[3., 10., 100., 1000.], dtype='float32'), probs=dict(array=[0.3, 0.9, 0.5, 0.2], dtype='float32'))
    stateless_case('stateless_uniform.params', 'stateless_uniform', sd[0], 'int32', 'float32', shape=[99], minval=-2.5, maxval=11)
    stateless_case('stateless_normal.params', 'stateless_normal', sd[0], 'int32', 'float64', shape=[99], mean=-2.5, stddev=0.3)
    stateless_case('stateless_shuffle.2d', 'stateless_shuffle', sd[0], 'int32', None, value=dict(array=np.arange(20).reshape(10, 2).tolist(), dtype='int64'))
    stateless_case('stateless_uniform.philox_alg', 'stateless_uniform', sd[0], 'int32', 'float32', shape=[33], alg='philox')
    # --- Generator
    ev = [('uniform', dict(shape=[5])), ('normal', dict(shape=[3, 7])), ('truncated_normal', dict(shape=[9])), ('uniform_full_int', dict(shape=[5])),
          ('uniform', dict(shape=[7], minval=-4, maxval=9, dtype='int32')), ('uniform', dict(shape=[6], minval=0, maxval=10**11, dtype='int64')),
          ('uniform', dict(shape=[4], minval=None, maxval=None, dtype='int32')), ('uniform_full_int', dict(shape=[3], dtype='uint32')), ('skip', dict(delta=10)),
          ('normal', dict(shape=[5], mean=1.0, stddev=3.0, dtype='float64')), ('uniform', dict(shape=[0])), ('uniform', dict(shape=[])), ('make_seeds', dict(count=3)), ('make_seeds', dict()), ('split', dict(count=3)),
          ('uniform', dict(shape=[1001], dtype='float64')), ('truncated_normal', dict(shape=[257], dtype='bfloat16')), ('normal', dict(shape=[255], dtype='float16')), ('skip', dict(delta=2**40)), ('uniform', dict(shape=[3])),
          ('binomial', dict(shape=[10], counts=20.0, probs=0.25)), ('uniform', dict(shape=[2])), ('reset_from_seed', dict(seed=7)), ('normal', dict(shape=[3])), ('reset', dict(state=[1, 2, 3])), ('normal', dict(shape=[3])), ('reset_from_key_counter', dict(key=4, counter=[5, 6])), ('uniform', dict(shape=[3]))]
    gseeds = [1234, 0, -1, 2**63 + 5, 2**64 + 17, 2**130 + 3 * 2**64 + 5]
    for i, s in enumerate(gseeds):
        gen_case(f'generator.from_seed.{i}', dict(kind='from_seed', seed=s), ev if i < 2 else ev[:12])
    gen_case('generator.from_seed.list', dict(kind='from_seed', seed=[1, 2]), ev[:9])
    gen_case('generator.from_state', dict(kind='from_state', state=[5, 6, 7]), ev)
    gen_case('generator.from_state.wrap', dict(kind='from_state', state=[-1, -1, 2**62]), ev[:12])
    gen_case('generator.from_key_counter', dict(kind='from_key_counter', key=2**60 + 3, counter=[1, -2]), ev[:14])
    # --- eager
    e = []
    for s in [1234, 0, 5]:
        e.append({'set_seed': s})
        for d in ('float32', 'float64'):
            e += [op('random.uniform', d, shape=[5]), op('random.normal', d, shape=[5]), op('random.truncated_normal', d, shape=[5]), op('random.uniform', d, shape=[5])]
        e += [op('random.uniform', 'int32', shape=[5], maxval=100), op('random.shuffle', None, value=dict(array=list(range(10)), dtype='int32'))]
        e += [op('random.uniform', 'float32', op_seed=3, shape=[4]), op('random.uniform', 'float32', op_seed=3, shape=[4]), op('random.uniform', 'float32', op_seed=3, shape=[6]), op('random.uniform', 'float64', op_seed=3, shape=[4]), op('random.normal', 'float32', op_seed=3, shape=[4]), op('random.uniform', 'float32', op_seed=3, shape=[4], minval=2, maxval=5), op('random.uniform', 'float32', op_seed=4, shape=[4]), op('random.uniform', 'float32', shape=[4])]
    eager_case('eager.sequence', e)


SEED_ROWS = [(None, None), (None, 0), (None, 5), (0, None), (0, 0), (5, None), (5, 0), (0, 5), (-1, None), (-1, -1), (2**31 - 1, None), (2**31 - 1, 0), (2**31 - 1, 2**31 - 1), (2**31 - 2, 2**31 - 2), (2**31, 2**31), (2**40 + 7, -2**40), (10**20, -10**20), (-2**63, 2**63), (True, False), (False, False), (3.0, None), (None, 3.0), (3.5, 1), (None, 2.5), (-3.5, 1), (0.5, None), (None, -0.5), (0.25, 0.25)]

# exec'd snippets (exception null = TF accepts it).  tf, v1, np, Session bound.
# Fresh graph each, except ids stateless_* / generator_* (eager).
ERRORS = [
    ('int_no_maxval', "tf.random.uniform([1], dtype=tf.int32)"),
    ('bad_dtype_uniform', "tf.random.uniform([1], maxval=3, dtype=tf.uint8)"),
    ('bad_dtype_normal', "tf.random.normal([1], dtype=tf.int32)"),
    ('shape_scalar', "tf.random.uniform(3)"),
    ('shape_float', "tf.random.uniform([1.5])"),
    ('shape_none', "tf.random.uniform(None)"),
    ('minval_none', "tf.random.uniform([1], minval=None)"),
    ('minval_vector_int', "tf.random.uniform([1], minval=[1,2], maxval=5, dtype=tf.int32)"),
    ('maxval_float_for_int', "tf.random.uniform([2], 0, 2.5, dtype=tf.int32)"),
    ('int_range_equal', "Session().run(tf.random.uniform([2], 5, 5, dtype=tf.int32))"),
    ('int_range_reversed', "Session().run(tf.random.uniform([2], 9, 5, dtype=tf.int64))"),
    ('maxval_int32_overflow', "Session().run(tf.random.uniform([2], 0, 2**31, dtype=tf.int32))"),
    ('maxval_int32_overflow2', "tf.random.uniform([2], 0, 2**33, dtype=tf.int32)"),
    ('maxval_int64_overflow', "tf.random.uniform([2], 0, 2**63, dtype=tf.int64)"),
    ('negative_dim', "Session().run(tf.random.uniform([-1]))"),
    ('seed_string', "tf.random.uniform([1], seed='a')"),
    ('seed_list', "tf.random.uniform([1], seed=[1])"),
    ('seed_array1', "v1.set_random_seed(np.array([3])); tf.random.uniform([1], seed=1)"),
    ('seed_uint8', "v1.set_random_seed(np.uint8(200)); tf.random.uniform([1])"),
    ('seed_tensor', "tf.random.uniform([1], seed=tf.constant(3))"),
    ('seed_nan', "tf.random.uniform([1], seed=float('nan'))"),
    ('fetch_int', "a=tf.random.uniform([1]); Session().run(5)"),
    ('fetch_none', "a=tf.random.uniform([1]); Session().run(None)"),
    ('fetch_list_none', "a=tf.random.uniform([1]); Session().run([a, None])"),
    ('fetch_ndarray', "a=tf.random.uniform([1]); Session().run(np.zeros(2))"),
    ('fetch_set', "a=tf.random.uniform([1]); Session().run({5})"),
    ('fetch_name_missing', "a=tf.random.uniform([1]); Session().run('nope:0')"),
    ('fetch_opname_missing', "a=tf.random.uniform([1]); Session().run('nope')"),
    ('fetch_foreign', "a=tf.random.uniform([1])\ng2=tf.Graph()\nwith g2.as_default(): f=tf.random.uniform([1])\nSession().run(f)"),
    ('feed_foreign', "a=tf.random.uniform([1])\ng2=tf.Graph()\nwith g2.as_default(): f=tf.random.uniform([1])\nSession().run(a, {f: [1.]})"),
    ('feed_shape', "a=tf.random.uniform([2]); Session().run(a, {a: [1., 2., 3.]})"),
    ('feed_none_key', "a=tf.random.uniform([2]); Session().run(a, {None: 1})"),
    ('feed_tensor_value', "a=tf.random.uniform([2]); Session().run(a, {a: a})"),
    ('feed_not_dict', "a=tf.random.uniform([2]); Session().run(a, [1])"),
    ('unfed_placeholder', "p=v1.placeholder(tf.int32,[None]); Session().run(tf.random.uniform(p))"),
    ('closed', "a=tf.random.uniform([1]); s=Session(); s.close(); s.run(a)"),
    ('empty_graph', "Session().run([])"),
    ('session_graph_type', "v1.Session(graph=3)"),
    ('eval_no_session', "tf.random.uniform([1]).eval()"),
    ('finalized', "tf.compat.v1.get_default_graph().finalize(); tf.random.uniform([1])"),
    ('categorical_rank1', "tf.random.categorical([1.,2.], 3)"),
    ('categorical_negative', "tf.random.categorical([[1.,2.]], -1)"),
    ('categorical_dtype', "tf.random.categorical([[1.,2.]], 3, dtype=tf.float32)"),
    ('crop_too_big', "Session().run(v1.random_crop(np.zeros((2,2)), [3,3]))"),
    ('tensor_bool', "bool(tf.random.uniform([1]))"),
    ('tensor_iter', "list(tf.random.uniform([]))"),
    ('tensor_numpy', "np.asarray(tf.random.uniform([1]))"),
    ('stateless_seed_shape', "tf.random.stateless_uniform([2], [1,2,3])"),
    ('stateless_seed_float', "tf.random.stateless_uniform([2], [1.,2.])"),
    ('stateless_uint_range', "tf.random.stateless_uniform([2], [1,2], 0, 5, dtype=tf.uint32)"),
    ('stateless_half_none', "tf.random.stateless_uniform([2], [1,2], None, 5, dtype=tf.int32)"),
    ('generator_bad_alg', "tf.random.Generator.from_seed(1, alg='nope')"),
    ('generator_bad_state', "tf.random.Generator.from_state([1,2], alg='philox')"),
    ('generator_int_range', "tf.random.Generator.from_seed(1).uniform([2], 5, 5, dtype=tf.int32)"),
]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--out', required=True)
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    build()
    rows = []
    for gseed, oseed in SEED_ROWS:
        g = tf.Graph()
        with g.as_default():
            if gseed is not None:
                v1.set_random_seed(gseed)
            n0 = len(g.get_operations())
            tf.random.uniform([1], seed=oseed)
            s = _seed_attrs(g, n0)
        rows.append(dict(graph_seed=gseed, op_seed=oseed, seed=s[0], seed2=s[1]))
    errs = []
    for id, code in ERRORS:
        g = tf.Graph()
        eager = id.startswith(('stateless_', 'generator_'))  # these run eagerly
        with (contextlib.nullcontext() if eager else g.as_default()):
            ns = dict(tf=tf, v1=v1, np=np, Session=lambda: v1.Session(config=CFG))
            try:
                exec(code, ns)
                errs.append(dict(id=id, code=code, exception=None))
            except BaseException as e:  # noqa
                msg = str(e)
                if 'Node:' in msg:
                    msg = msg.split('\nNode:')[1].split('\n', 1)[1]
                errs.append(dict(id=id, code=code, exception=type(e).__name__, message=msg.split('\n\t [[')[0].split('\nOriginal stack')[0][:240]))
    np.savez_compressed(os.path.join(a.out, f'golden_open.npz'), **OUT.arrays)
    meta = dict(set='open', tensorflow=tf.__version__, numpy=np.__version__, python=sys.version.split()[0], libc=' '.join(os.confstr('CS_GNU_LIBC_VERSION').split()), threads=1)
    with open(os.path.join(a.out, f'golden_open.json'), 'w') as f:
        f.write('{"meta": %s,\n"seed_table": [\n%s],\n"errors": [\n%s],\n"cases": [\n%s]}\n' % (
            json.dumps(meta), ',\n'.join(map(json.dumps, rows)), ',\n'.join(map(json.dumps, errs)), ',\n'.join(map(json.dumps, CASES))))
    print(len(CASES), 'cases', len(OUT.arrays), 'arrays', {f: os.path.getsize(os.path.join(a.out, f)) for f in os.listdir(a.out)})


main()
