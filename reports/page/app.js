/* The report page: turns the data blob into tables, matrices and a search. Texts enter the page by textContent
 * only; nothing is fetched. Rows are arrays in the order html_data.c writes them; texts are indices into strings. */
(function () {
	'use strict';
	const D = JSON.parse(document.getElementById('result').textContent);
	const S = D.strings;
	const PAGE = 50, PAGED_ABOVE = 60, PRINTED = 1500, FOUND = 60, MATRIX = 120;

	/* Services by number from 1. */
	const services = [null].concat(D.services.map((r, i) => ({
		id: i + 1, slug: S[r[0]], name: S[r[1]], shared: !!r[2], functions: r[3], globals: r[4], tables: r[5], entries: r[6]
	})));
	const nameOf = id => id ? services[id].name : '';
	const place = (file, line) => S[file] + (line ? ':' + line : '');
	const bySlug = new Map(services.slice(1).map(s => [s.slug, s]));

	function el(tag, className, text) {
		const e = document.createElement(tag);
		if (className) e.className = className;
		if (text !== undefined) e.textContent = text;
		return e;
	}

	function link(text, hash) {
		const a = el('a', '', text);
		a.setAttribute('href', '#' + hash);
		return a;
	}

	const serviceLink = id => id ? link(nameOf(id), 'service/' + services[id].slug) : document.createTextNode('');

	/* A table of rows: columns are {name, text(row), num, node(row), className(row), upright}. */
	function grid(host, columns, rows, className) {
		const state = {filter: '', sort: -1, down: false, page: 0, shown: rows, extra: null};
		const tools = el('div', 'tools'), wide = el('div', 'wide'), table = el('table', className || ''), head = el('thead'), body = el('tbody');
		const input = el('input'), count = el('span', 'count'), before = el('button', '', 'Previous'), after = el('button', '', 'Next');
		input.type = 'search';
		input.setAttribute('aria-label', 'Filter rows');
		input.placeholder = 'filter';
		count.setAttribute('aria-live', 'polite');
		before.type = after.type = 'button';
		tools.append(input, count, before, after);
		const texts = new Map();
		const textOf = row => {
			let t = texts.get(row);
			if (t === undefined) texts.set(row, t = columns.map(c => c.text(row)).join('\n').toLowerCase());
			return t;
		};

		function compare(a, b) {
			const c = columns[state.sort], x = c.text(a), y = c.text(b);
			const order = c.num ? (Number(x) || 0) - (Number(y) || 0) : x < y ? -1 : x > y ? 1 : 0;
			return state.down ? -order : order;
		}

		function select() {
			const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
			state.shown = rows.filter(r => (!state.extra || state.extra(r)) && (!words.length || words.every(w => textOf(r).includes(w))));
			if (state.sort >= 0) state.shown = state.shown.slice().sort(compare);
			state.page = 0;
			draw();
		}

		function drawRow(row) {
			const tr = el('tr');
			for (const c of columns) {
				const td = el('td', (c.num ? 'num ' : '') + (c.className ? typeof c.className === 'string' ? c.className : c.className(row) : ''));
				if (c.node) td.append(c.node(row)); else td.textContent = c.text(row);
				tr.append(td);
			}
			return tr;
		}

		function draw(all) {
			const paged = !all && state.shown.length > PAGED_ABOVE, from = paged ? state.page * PAGE : 0;
			const to = all ? Math.min(state.shown.length, PRINTED) : paged ? Math.min(from + PAGE, state.shown.length) : state.shown.length;
			body.replaceChildren(...state.shown.slice(from, to).map(drawRow));
			const total = state.shown.length === rows.length ? rows.length + ' rows' : state.shown.length + ' of ' + rows.length + ' rows';
			count.textContent = to - from < state.shown.length ? (from + 1) + '–' + to + ' of ' + total : total;
			before.hidden = after.hidden = !paged;
			before.disabled = !from;
			after.disabled = to >= state.shown.length;
			if (all && to < state.shown.length) {
				const tr = el('tr'), td = el('td', 'soft', (state.shown.length - to) + ' more rows are in model.json');
				td.colSpan = columns.length;
				tr.append(td);
				body.append(tr);
			}
		}

		const headRow = el('tr');
		columns.forEach((c, i) => {
			const th = el('th', (c.num ? 'num ' : '') + (c.upright ? 'upright' : '')), button = el('button', '', c.name);
			th.scope = 'col';
			button.type = 'button';
			button.addEventListener('click', () => {
				state.down = state.sort === i ? !state.down : !!c.num;
				state.sort = i;
				headRow.querySelectorAll('th').forEach(t => t.removeAttribute('aria-sort'));
				th.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
				select();
			});
			th.append(button);
			headRow.append(th);
		});
		head.append(headRow);
		table.append(head, body);
		wide.append(table);
		host.replaceChildren(tools, wide);
		let timer = 0;
		input.addEventListener('input', () => {
			clearTimeout(timer);
			timer = setTimeout(() => { state.filter = input.value; select(); }, 120);
		});
		before.addEventListener('click', () => { state.page--; draw(); });
		after.addEventListener('click', () => { state.page++; draw(); });
		window.addEventListener('beforeprint', () => draw(true));
		window.addEventListener('afterprint', () => draw());
		draw();
		return {
			tools,
			filter(text) { input.value = state.filter = text; select(); },
			extra(f) { state.extra = f; select(); }
		};
	}

	function picker(label, options, onChange) {
		const l = el('label', '', label + ' '), s = el('select');
		for (const [value, text] of [['', 'any']].concat(options)) {
			const o = el('option', '', text);
			o.value = value;
			s.append(o);
		}
		s.addEventListener('change', onChange);
		l.append(s);
		return [l, s];
	}

	const host = name => document.querySelector('[data-grid="' + name + '"]');

	/* Cuts. */
	const cutColumns = [
		{name: 'from', text: r => nameOf(r[0]), node: r => serviceLink(r[0])},
		{name: 'to', text: r => nameOf(r[1]), node: r => serviceLink(r[1])},
		{name: 'kind', text: r => S[r[2]]},
		{name: 'what', text: r => S[r[3]] + ' → ' + S[r[4]], className: 'code'},
		{name: 'where', text: r => place(r[5], r[6]), className: 'place'},
		{name: 'weight', text: r => String(r[7]), num: true},
		{name: 'remedy, and why', text: r => S[r[8]] + ' ' + S[r[10]], node: r => {
			const d = el('div', '', S[r[8]]);
			if (S[r[10]]) d.append(el('div', 'soft', S[r[10]]));
			return d;
		}}
	];
	const cuts = grid(host('cuts'), cutColumns, D.cuts);
	const serviceOptions = services.slice(1).map(s => [String(s.id), s.name]);
	const kinds = Array.from(new Set(D.cuts.map(r => S[r[2]]))).sort().map(k => [k, k]);
	function narrowCuts() {
		const from = Number(fromPick.value), to = Number(toPick.value), kind = kindPick.value, remedy = remedyPick.value;
		cuts.extra(r => (!from || r[0] === from) && (!to || r[1] === to) && (!kind || S[r[2]] === kind) && (!remedy || S[r[9]] === remedy));
	}
	const [fromLabel, fromPick] = picker('from', serviceOptions, narrowCuts);
	const [toLabel, toPick] = picker('to', serviceOptions, narrowCuts);
	const [kindLabel, kindPick] = picker('kind', kinds, narrowCuts);
	const [remedyLabel, remedyPick] = picker('remedy', Array.from(new Set(D.cuts.map(r => S[r[9]]))).sort().map(k => [k, k]), narrowCuts);
	cuts.tools.prepend(fromLabel, toLabel, kindLabel, remedyLabel);

	function showCuts(from, to, filter) {
		fromPick.value = from ? String(from) : '';
		toPick.value = to ? String(to) : '';
		kindPick.value = remedyPick.value = '';
		narrowCuts();
		cuts.filter(filter || '');
	}

	/* The plan: steps, the needs of one of them, entry points. */
	(function plan() {
		const h = host('plan'), steps = el('div'), needs = el('div'), entries = el('div');
		if (!D.plan.length) { h.append(el('p', 'soft', 'Nothing to plan.')); return; }
		const rows = D.plan.map((r, i) => [i + 1].concat(r));
		function show(r) {
			const part = el('div');
			needs.replaceChildren(el('h3', '', 'What ' + nameOf(r[1]) + ' needs first'), el('p', 'soft', S[r[5]]), part);
			if (!r[6].length) { part.append(el('p', 'soft', 'Nothing.')); return; }
			grid(part, [
				{name: 'need', text: n => S[n[0]]}, {name: 'remedy', text: n => S[n[1]]}, {name: 'places', text: n => String(n[2]), num: true},
				{name: 'cost', text: n => String(n[3]), num: true}, {name: 'first', text: n => place(n[4], n[5]), className: 'place'}], r[6]);
		}
		h.append(steps, needs, el('h3', '', 'Entry points, before and after'), entries);
		grid(steps, [
			{name: 'step', text: r => String(r[0]), num: true}, {name: 'service', text: r => nameOf(r[1]), node: r => serviceLink(r[1])},
			{name: 'action', text: r => S[r[2]]}, {name: 'cost', text: r => String(r[3]), num: true}, {name: 'benefit', text: r => String(r[4]), num: true},
			{name: 'cost per benefit', text: r => (r[3] / Math.max(1, r[4])).toFixed(1), num: true},
			{name: 'needs first', text: r => r[6].length ? S[r[6][0][0]] + (r[6].length > 1 ? '; ' + (r[6].length - 1) + ' more' : '') : 'nothing', node: r => {
				const b = el('button', '', r[6].length ? S[r[6][0][0]] + (r[6].length > 1 ? '; ' + (r[6].length - 1) + ' more' : '') : 'nothing');
				b.type = 'button';
				b.addEventListener('click', () => show(r));
				return b;
			}}], rows);
		show(rows[0]);
		grid(entries, [
			{name: 'entry point', text: r => S[r[0]], className: 'code'}, {name: 'kind', text: r => S[r[1]]},
			{name: 'service', text: r => nameOf(r[2]), node: r => serviceLink(r[2])}, {name: 'where', text: r => place(r[3], r[4]), className: 'place'},
			{name: 'longest chain of calls', text: r => r[5] + (r[6] ? ' +' : ''), num: true}, {name: 'remote call sites', text: r => String(r[7]), num: true},
			{name: 'longest chain of them', text: r => String(r[8]), num: true}, {name: 'in a loop', text: r => String(r[9]), num: true}], D.entries.slice().sort((a, b) => b[7] - a[7]));
	})();

	/* Findings. */
	const RANK = {high: 0, medium: 1, low: 2};
	const findings = grid(host('readiness'), [
		{name: 'service', text: r => nameOf(r[0]), node: r => serviceLink(r[0])},
		{name: 'rule', text: r => S[r[1]]},
		{name: 'severity', text: r => S[r[2]]},
		{name: 'what', text: r => S[r[6]]},
		{name: 'where', text: r => place(r[4], r[5]), className: 'place'},
		{name: 'remedy', text: r => S[r[7]]}
	], D.findings.slice().sort((a, b) => RANK[S[a[2]]] - RANK[S[b[2]]]));
	function narrowFindings() {
		const service = Number(servicePick.value), rule = rulePick.value, severity = severityPick.value;
		findings.extra(r => (!service || r[0] === service) && (!rule || S[r[1]] === rule) && (!severity || S[r[2]] === severity));
	}
	const [serviceLabel, servicePick] = picker('service', services.slice(1).map(s => [String(s.id), s.name]), narrowFindings);
	const [ruleLabel, rulePick] = picker('rule', Array.from(new Set(D.findings.map(r => S[r[1]]))).sort().map(r => [r, r]), narrowFindings);
	const [severityLabel, severityPick] = picker('severity', Object.keys(RANK).map(s => [s, s]), narrowFindings);
	findings.tools.prepend(serviceLabel, ruleLabel, severityLabel);

	/* Tables by service. */
	const letters = u => (u[3] ? 'C' : '') + (u[4] ? 'R' : '') + (u[5] ? 'U' : '') + (u[6] ? 'D' : '') + (u[7] ? (touches(u) ? '+ddl' : 'ddl') : '');
	const writes = u => u[3] + u[5] + u[6] > 0, touches = u => u[4] > 0 || writes(u);
	const tables = new Map();
	for (const m of D.members)
		if (S[m[1]] === 'table') tables.set(m[2], {name: m[2], owner: m[0], uses: new Map()});
	for (const u of D.uses) {
		if (!tables.has(u[0])) tables.set(u[0], {name: u[0], owner: u[2], uses: new Map()});
		tables.get(u[0]).uses.set(u[1], u);
	}
	const touching = services.slice(1).filter(s => D.uses.some(u => u[1] === s.id));
	const foreign = t => Array.from(t.uses.values()).filter(u => u[1] !== t.owner && touches(u));
	const crud = grid(host('data'), [
		{name: 'table', text: t => S[t.name], className: 'code'},
		{name: 'owner', text: t => nameOf(t.owner), node: t => serviceLink(t.owner)},
		{name: 'other writers', text: t => String(foreign(t).filter(writes).length), num: true},
		{name: 'other readers', text: t => String(foreign(t).filter(u => !writes(u)).length), num: true}
	].concat(touching.map(s => ({
		name: s.name, upright: true, text: t => t.uses.has(s.id) ? letters(t.uses.get(s.id)) : '',
		className: t => {
			const u = t.uses.get(s.id);
			return 'use' + (t.owner === s.id ? ' owner' : !u ? '' : writes(u) ? ' writes' : touches(u) ? ' reads' : ' soft');
		}
	}))), Array.from(tables.values()), 'crud');

	/* Services by service. */
	(function matrix() {
		const shown = services.slice(1).filter(s => !s.shared).slice(0, MATRIX), cell = new Map(D.edges.map(e => [e[0] + '/' + e[1], e[2]]));
		const most = D.edges.reduce((m, e) => Math.max(m, e[2]), 1), table = el('table', 'matrix narrow'), head = el('tr'), wide = el('div', 'wide');
		head.append(el('th', '', ''));
		for (const s of shown) {
			const th = el('th', 'upright');
			th.scope = 'col';
			th.append(el('span', '', s.name));
			head.append(th);
		}
		const thead = el('thead'), body = el('tbody');
		thead.append(head);
		for (const a of shown) {
			const tr = el('tr'), th = el('th');
			th.scope = 'row';
			th.append(serviceLink(a.id));
			tr.append(th);
			for (const b of shown) {
				const n = cell.get(a.id + '/' + b.id), td = el('td', a === b ? 'self' : n ? 'heat' + Math.max(1, Math.ceil(4 * Math.sqrt(n / most))) : '');
				if (n) {
					const l = link(String(n), 'cuts/' + a.slug + '/' + b.slug);
					l.setAttribute('aria-label', n + ' cuts from ' + a.name + ' to ' + b.name);
					td.append(l);
				}
				tr.append(td);
			}
			body.append(tr);
		}
		table.append(thead, body);
		wide.append(table);
		host('matrix').replaceChildren(wide);
		if (services.length - 1 > shown.length + 1) host('matrix').append(el('p', 'note', 'Only the first ' + MATRIX + ' services are shown; all cuts are listed above.'));
	})();

	/* Operations. */
	const operations = grid(host('operations'), [
		{name: 'service', text: r => nameOf(r[0]), node: r => serviceLink(r[0])},
		{name: 'operation', text: r => S[r[1]], className: 'code'},
		{name: 'signature', text: r => S[r[6]] + ' (' + S[r[7]] + ')', className: 'code'},
		{name: 'path', text: r => '/' + S[r[3]], className: 'code'},
		{name: 'source', text: r => place(r[4], r[5]), className: 'place'},
		{name: 'callers', text: r => String(r[8]), num: true},
		{name: 'entry point', text: r => r[9] ? 'yes' : ''},
		{name: 'writes', text: r => r[10] ? 'yes' : ''},
		{name: 'API', text: r => services[r[0]].slug + '.openapi.json', node: r => {
			const a = el('a', '', 'openapi');
			a.setAttribute('href', 'specs/' + services[r[0]].slug + '.openapi.json');
			return a;
		}}
	], D.operations);

	/* What was not understood. */
	(function unresolved() {
		const h = host('unresolved'), parts = [
			['Units not read whole', D.units, [
				{name: 'unit', text: r => S[r[0]], className: 'place'}, {name: 'status', text: r => S[r[1]]},
				{name: 'errors', text: r => String(r[2]), num: true}, {name: 'lost', text: r => String(r[3]), num: true}, {name: 'reason', text: r => S[r[4]]}]],
			['Places', D.unresolved, [
				{name: 'kind', text: r => S[r[0]]}, {name: 'reason', text: r => S[r[1]]}, {name: 'text', text: r => S[r[2]], className: 'code'},
				{name: 'where', text: r => place(r[3], r[4]), className: 'place'}]],
			['Assumptions', D.assumptions, [
				{name: 'kind', text: r => S[r[0]]}, {name: 'what', text: r => S[r[1]]}, {name: 'where', text: r => place(r[2], r[3]), className: 'place'}]]
		];
		h.replaceChildren();
		for (const [name, rows, columns] of parts) {
			h.append(el('h3', '', name));
			const part = el('div');
			h.append(part);
			if (rows.length) grid(part, columns, rows); else part.append(el('p', 'soft', 'None.'));
		}
		if (D.left_out) h.append(el('p', 'note', D.left_out + ' more rows are in splitter.db.'));
	})();

	/* Pictures: fitted to the page, or at their own size. */
	function zoomable(figure) {
		const pane = figure.querySelector('.pane'), button = el('button', '', 'Full size'), tools = el('div', 'tools');
		pane.classList.add('fit');
		button.type = 'button';
		button.addEventListener('click', () => {
			button.textContent = pane.classList.toggle('fit') ? 'Full size' : 'Fit to page';
		});
		tools.append(button);
		figure.prepend(tools);
	}

	function pictureOf(s) {
		const template = document.getElementById('picture-' + s.slug), figure = el('figure', 'picture'), file = 'diagrams/service-' + s.slug + '.svg';
		const caption = el('figcaption'), a = el('a', '', file);
		a.setAttribute('href', file);
		caption.append(a);
		if (template) {
			const pane = el('div', 'pane');
			pane.tabIndex = 0;
			pane.append(template.content.cloneNode(true));
			figure.append(pane);
			zoomable(figure);
		}
		figure.append(caption);
		return figure;
	}

	/* One service. */
	function showService(s, filter) {
		const h = document.getElementById('service'), summary = el('p'), part = el('div');
		const out = D.edges.filter(e => e[0] === s.id), into = D.edges.filter(e => e[1] === s.id), sum = (n, e) => n + e[2];
		const count = (n, word) => n + ' ' + word + (n === 1 ? '' : 's');
		summary.append(count(s.functions, 'function') + ', ' + count(s.tables, 'table') + ', ' + count(s.entries, 'entry point') + '; ',
			link(count(out.reduce(sum, 0), 'cut') + ' out', 'cuts/' + s.slug), ', ', link(count(into.reduce(sum, 0), 'cut') + ' in', 'cuts//' + s.slug), '.');
		h.replaceChildren(el('h3', '', s.name), summary, pictureOf(s), part);
		const members = grid(part, [
			{name: 'kind', text: r => S[r[1]]},
			{name: 'name', text: r => S[r[2]], className: 'code'},
			{name: 'where', text: r => place(r[4], r[5]), className: 'place'},
			{name: 'why here', text: r => S[r[6]]},
			{name: 'runner-up', text: r => nameOf(r[7]), node: r => serviceLink(r[7])},
			{name: 'margin', text: r => String(r[8]), num: true}
		], D.members.filter(r => r[0] === s.id));
		if (filter) members.filter(filter);
		return h;
	}

	/* Search over everything. */
	let things = null;
	function collect() {
		const all = services.slice(1).map(s => ['service', s.name, '', 'service/' + s.slug]), files = new Set();
		for (const m of D.members) {
			const kind = S[m[1]], name = S[m[2]];
			files.add(m[4]);
			all.push([kind, name, nameOf(m[0]) + ' · ' + place(m[4], m[5]), (kind === 'table' ? 'table/' + encodeURIComponent(name) : 'function/' + encodeURIComponent(S[m[3]]))]);
		}
		for (const r of D.operations) all.push(['operation', S[r[1]], nameOf(r[0]) + ' · /' + S[r[3]], 'operations/' + encodeURIComponent(S[r[1]])]);
		for (const f of files) if (S[f]) all.push(['file', S[f], '', 'cuts-with/' + encodeURIComponent(S[f])]);
		for (const r of D.unresolved) all.push(['unresolved', S[r[1]] + ' ' + S[r[2]], place(r[3], r[4]), 'unresolved']);
		for (const r of D.cuts) all.push(['cut', S[r[3]] + ' → ' + S[r[4]], nameOf(r[0]) + ' → ' + nameOf(r[1]) + ' · ' + place(r[5], r[6]), 'cuts/' + services[r[0]].slug + '/' + services[r[1]].slug]);
		return all.map(t => t.concat((t[1] + '\n' + t[2]).toLowerCase()));
	}

	const box = document.getElementById('search'), found = document.getElementById('found');
	function search() {
		const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
		found.hidden = !words.length;
		if (!words.length) return;
		things = things || collect();
		const first = words[0], hits = things.filter(t => words.every(w => t[4].includes(w)));
		const rank = t => { const n = t[1].toLowerCase(); return n === first ? 0 : n.startsWith(first) ? 1 : n.includes(first) ? 2 : 3; };
		const best = hits.map(t => [rank(t), t]).sort((a, b) => a[0] - b[0]).slice(0, FOUND).map(p => p[1]), list = el('ul');
		for (const t of best) {
			const li = el('li');
			li.append(el('span', 'kind', t[0]), link(t[1], t[3]), el('span', 'soft', t[2] ? '  ' + t[2] : ''));
			list.append(li);
		}
		found.replaceChildren(el('p', 'soft', hits.length > best.length ? 'The best ' + best.length + ' of ' + hits.length : hits.length + ' found'), list);
	}
	box.addEventListener('input', search);
	document.addEventListener('keydown', e => {
		const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
		if (e.key === '/' && !typing) { e.preventDefault(); box.focus(); }
		if (e.key === 'Escape') { found.hidden = true; if (document.activeElement === box) box.value = ''; }
		if (e.key === 'ArrowDown' && document.activeElement === box && found.querySelector('a')) { e.preventDefault(); found.querySelector('a').focus(); }
	});
	document.addEventListener('click', e => { if (!e.target.closest('.search')) found.hidden = true; });
	found.addEventListener('click', e => { if (e.target.closest('a')) found.hidden = true; });

	/* Where a link leads: section, or section/what. */
	function decode(text) {
		try { return decodeURIComponent(text); } catch (e) { return text; }
	}

	function go() {
		const parts = location.hash.slice(1).split('/'), what = parts.slice(1).map(decode).join('/');
		let target = document.getElementById(parts[0]);
		if (parts[0] === 'service' && bySlug.has(parts[1])) target = showService(bySlug.get(parts[1]));
		else if (parts[0] === 'cuts' && parts.length > 1) showCuts((bySlug.get(parts[1]) || {}).id, (bySlug.get(parts[2]) || {}).id);
		else if (parts[0] === 'cuts-with') { showCuts(0, 0, what); target = document.getElementById('cuts'); }
		else if (parts[0] === 'table') { crud.filter(what); target = document.getElementById('data'); }
		else if (parts[0] === 'operations' && what) operations.filter(what);
		else if (parts[0] === 'function') {
			const m = D.members.find(r => S[r[3]] === what);
			if (m) target = showService(services[m[0]], S[m[2]]);
		}
		if (!target || parts.length < 2) return;
		target.scrollIntoView();
		target.focus({preventScroll: true});
	}
	document.querySelectorAll('figure.picture').forEach(zoomable);
	window.addEventListener('hashchange', go);
	go();
})();
